package io.github.pdd4j.data;

import io.github.pdd4j.api.Internal;
import io.github.pdd4j.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Batches of random crops. Each batch depends only on the seed and the iteration, so batch 1000 can be computed
 * without the earlier ones and a resumed training gets the same batches as an uninterrupted one.
 *
 * <p>Every image is used once before any image is used again. By default a crop is flipped horizontally, flipped
 * vertically and transposed, each with probability 1/2.
 *
 * <pre>{@code
 * Crops crops = new Crops(4, 16, 2, 7);
 * LabeledBatch labeled = crops.labeled(Images.in(folder).downscaledBy(Resampling.MATLAB_BICUBIC), 1000);
 * Batch unlabeled = crops.unlabeled(Images.in(folder), 1000);
 * }</pre>
 *
 * @param scale the scale factor of the networks, at least 1
 * @param side the height and width of a low-resolution crop in pixels, at least 1; 48 in the paper
 * @param batch the number of crops per batch, 1 to 4096; 8 in the paper
 * @param seed the seed of all random choices
 * @param augmentation how crops are turned at random
 */
@Internal
public record Crops(int scale, int side, int batch, long seed, Augmentation augmentation) {
    private static final long LABELED = 3;
    private static final long UNLABELED = 4;
    private static final long ORDER = 5;

    /**
     * Batches with the augmentation of the paper.
     *
     * @param scale high-resolution size divided by low-resolution size, at least 1
     * @param side height and width of a low-resolution crop in pixels, at least 1
     * @param batch number of crops of a batch, 1 to 4096
     * @param seed start of the random numbers; equal seeds give equal batches
     * @throws IllegalArgumentException if a value is out of range
     */
    public Crops(int scale, int side, int batch, long seed) {
        this(scale, side, batch, seed, Augmentation.PAPER);
    }

    /**
     * Checks the ranges.
     *
     * @param scale high-resolution size divided by low-resolution size, at least 1
     * @param side height and width of a low-resolution crop in pixels, at least 1
     * @param batch number of crops of a batch, 1 to 4096
     * @param seed start of the random numbers; equal seeds give equal batches
     * @param augmentation how crops are turned at random
     * @throws IllegalArgumentException if {@code batch} is not 1 to 4096, {@code scale} or {@code side} is below 1, or
     *     {@code scale * side} is above 16384
     */
    public Crops {
        if (batch < 1 || batch > 4096) {
            throw new IllegalArgumentException("a batch must have 1 to 4096 crops, got " + batch + ": use batch(2)");
        }
        new Window(side, scale);
    }

    /**
     * Returns the labeled batch of an iteration.
     *
     * @param pairs the pairs to crop
     * @param iteration the number of the iteration; training starts at 1
     * @return low-resolution crops of {@code side} pixels and their ground truth of {@code scale * side} pixels, RGB
     * @throws IllegalArgumentException if an image is smaller than a crop
     */
    public LabeledBatch labeled(Pairs pairs, long iteration) {
        return pairs(LABELED, pairs, iteration);
    }

    /**
     * Returns the crops of {@link #unlabeled} with the same regions of their predictions.
     *
     * @param predicted the low-resolution images with their predictions, as {@link PredictedPairs} matches them
     * @param iteration the number of the iteration; training starts at 1
     * @return low-resolution crops of {@code side} pixels and their predictions of {@code scale * side} pixels, RGB
     */
    public LabeledBatch predicted(Pairs predicted, long iteration) {
        return pairs(UNLABELED, predicted, iteration);
    }

    private LabeledBatch pairs(long stream, Pairs pairs, long iteration) {
        List<String> names = new ArrayList<>();
        List<Image> low = new ArrayList<>();
        List<Image> high = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            SplittableRandom random = Seeds.random(seed, stream, iteration, i);
            int index = index(pairs.size(), stream, iteration * batch + i);
            Pair pair = pairs.crop(index, new Window(side, scale), random).map(augmentation.draw(random));
            names.add(pair.name());
            low.add(pair.low());
            high.add(pair.high());
        }
        return new LabeledBatch(Batch.of(names, low), Batch.of(names, high));
    }

    /**
     * Returns the unlabeled batch of an iteration.
     *
     * @param images the low-resolution images to crop
     * @param iteration the number of the iteration; training starts at 1
     * @return low-resolution crops of {@code side} pixels, RGB
     * @throws IllegalArgumentException if an image is smaller than a crop
     */
    public Batch unlabeled(Images images, long iteration) {
        List<String> names = new ArrayList<>();
        List<Image> crops = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            SplittableRandom random = Seeds.random(seed, UNLABELED, iteration, i);
            int index = index(images.size(), UNLABELED, iteration * batch + i);
            String name = images.names().get(index);
            Image crop = Window.random(images.load(index), name, side, random);
            names.add(name);
            crops.add(augmentation.draw(random).apply(crop));
        }
        return Batch.of(names, crops);
    }

    /** Returns the image index of a sample number; each pass over the images has its own order. */
    private int index(int size, long stream, long sample) {
        SplittableRandom random = Seeds.random(seed, ORDER, stream, Math.floorDiv(sample, size));
        return Seeds.permutation(size, random)[(int) Math.floorMod(sample, (long) size)];
    }
}
