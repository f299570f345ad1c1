package io.github.pdd4j.tools.adapt;

import io.github.pdd4j.Pdd;
import io.github.pdd4j.distill.Distillation;
import io.github.pdd4j.loss.Layers;
import io.github.pdd4j.network.FeatureExtractor;

/**
 * The settings of an adaptation: EMA mode, in which the network is its own generalist.
 *
 * @param decay decay of the moving average
 * @param rIntra λ1
 * @param rInter λ2
 * @param learningRate of Adam, constant: how many iterations are made later changes none of the earlier ones
 * @param batch labeled images per iteration, and as many photographs
 * @param crop side of the low-resolution crops in pixels
 */
public record AdaptSettings(double decay, double rIntra, double rInter, double learningRate, int batch, int crop) {
    /** The paper's weights and learning rate; batch and crops for minutes on a few cores instead of hours on a card. */
    public static final AdaptSettings DEFAULT = new AdaptSettings(0.999, 1, 1, 1e-4, 2, 32);

    private static final String VGG16 = "vgg16";

    /** VGG16 where it was fetched, else the shipped slim VGG19. */
    static FeatureExtractor features() {
        return Pdd.available(VGG16) ? Pdd.features(VGG16) : Pdd.slimVgg19();
    }

    /** Returns the sentence with these settings, without the specialist, the images and the number of iterations. */
    Distillation sentence(FeatureExtractor features) {
        return layers(Pdd.distill().features(features), features)
                .generalist(Pdd.movingAverage(decay))
                .rIntra(rIntra)
                .rInter(rInter)
                .learningRate(learningRate)
                .batch(batch)
                .crop(crop);
    }

    /** In VGG16 the layers at the depths of the paper's layers of VGG19. */
    private static Distillation layers(Distillation sentence, FeatureExtractor features) {
        if (features.layers().contains("conv3_4")) {
            return sentence;
        }
        return sentence.rIntra(r -> r.layers(Layers.of("conv2_2", 0.1, "conv3_3", 0.3, "conv4_3", 1, "conv5_3", 1)))
                .perceptual(p ->
                        p.layers(Layers.of("conv1_2", 0.1, "conv2_2", 0.1, "conv3_3", 1, "conv4_3", 1, "conv5_3", 1)));
    }
}
