package io.github.pdd4j;

import ai.djl.Device;
import io.github.pdd4j.distill.Generalist;
import io.github.pdd4j.distill.MovingAverage;
import io.github.pdd4j.loss.Critic;
import io.github.pdd4j.loss.Elementwise;
import io.github.pdd4j.loss.InterDistance;
import io.github.pdd4j.loss.IntraDistance;
import io.github.pdd4j.tensor.Precision;

/**
 * The front door's choices: what a word of the sentence can be given. They are called as members of {@link Pdd}, which
 * one file would be too long for; public, since JShell before JDK 21 completes no members of a hidden parent (JDK-8296789).
 */
public abstract class Choices extends Measures {
    Choices() {}

    /** Absolute differences instead of the paper's distance, for R_intra or R_inter (Table 9, ℓ1). */
    public static Elementwise l1() {
        return Elementwise.L1;
    }

    /** Squared differences instead of the paper's distance, for R_intra or R_inter. */
    public static Elementwise squared() {
        return Elementwise.SQUARED;
    }

    /** R_inter by the difference of the models' Gram matrices. */
    public static InterDistance differenceOfGrams() {
        return InterDistance.DIFFERENCE_OF_GRAMS;
    }

    /** R_intra by one Frobenius norm over the distance maps' difference. */
    public static IntraDistance frobenius() {
        return IntraDistance.FROBENIUS;
    }

    /** R_intra by the difference of two Frobenius norms. */
    public static IntraDistance whole() {
        return IntraDistance.WHOLE;
    }

    /** R_intra by the cosine between the models' signed differences. */
    public static IntraDistance cosine() {
        return IntraDistance.COSINE;
    }

    /** The U-Net discriminator of this many features, 64 in the paper: {@code adversarial(a -> a.critic(unet(16)))}. */
    public static Critic unet(int features) {
        return Critic.unet(features);
    }

    /** The processor, to train on: {@code distill().on(cpu())}. */
    public static Device cpu() {
        return Device.cpu();
    }

    /** The first graphics card, to train on: {@code distill().on(gpu())}. */
    public static Device gpu() {
        return gpu(0);
    }

    /** The graphics card of this number, from 0 on. */
    public static Device gpu(int number) {
        return Device.gpu(number);
    }

    /** Networks compute in float32, as the published code does. */
    public static Precision float32() {
        return Precision.FLOAT32;
    }

    /** Networks compute in bfloat16, with float32 weights, losses and optimizer. */
    public static Precision bfloat16() {
        return Precision.BFLOAT16;
    }

    /** EMA mode: the generalist is the specialist's moving average with this decay, in (0, 1), 0.999 in the paper. */
    public static Generalist movingAverage(double decay) {
        return new MovingAverage(decay);
    }
}
