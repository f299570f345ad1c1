package io.github.pdd4j.tools.adapt;

import io.github.pdd4j.Pdd;
import io.github.pdd4j.distill.Distillation;
import io.github.pdd4j.network.FeatureExtractor;

/**
 * The settings of an adaptation: EMA mode, in which the network is its own generalist.
 *
 * @param decay decay of the moving average
 * @param perceptual α2
 * @param rIntra λ1
 * @param rInter λ2
 * @param learningRate of Adam, constant: how many iterations are made later changes none of the earlier ones
 * @param batch labeled images per iteration, and as many photographs
 * @param crop side of the low-resolution crops in pixels
 */
public record AdaptSettings(
        double decay, double perceptual, double rIntra, double rInter, double learningRate, int batch, int crop) {
    /**
     * What gained most in minutes on a few cores, of the settings that decisions 0041 and 0046 compare, as in the first
     * lesson: a fast moving average, which is the result, and half the paper's weights of the distances.
     */
    public static final AdaptSettings DEFAULT = new AdaptSettings(0.97, 1, 0.5, 0.5, 1e-4, 2, 24);

    private static final String VGG16 = "vgg16";

    /** VGG16 where it was fetched, else the shipped slim VGG19. */
    static FeatureExtractor features() {
        return Pdd.available(VGG16) ? Pdd.features(VGG16) : Pdd.slimVgg19();
    }

    /**
     * Makes the sentence with these settings, without the specialist, the images and the number of iterations.
     *
     * @param features network of the features
     * @return the sentence
     */
    public Distillation sentence(FeatureExtractor features) {
        return Pdd.distill()
                .features(features)
                .generalist(Pdd.movingAverage(decay))
                .perceptual(perceptual)
                .rIntra(rIntra)
                .rInter(rInter)
                .learningRate(learningRate)
                .batch(batch)
                .crop(crop);
    }
}
