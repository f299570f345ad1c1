package io.github.pdd4j.data;

import io.github.pdd4j.api.Internal;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.setting.Phrases;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Batches of random crops. Each batch depends only on the seed and the iteration, so batch 1000 can be computed
 * without the earlier ones and a resumed training gets the same batches as an uninterrupted one.
 *
 * <p>Every image is used once, for one or more crops, before any image is used again. By default a crop is flipped
 * horizontally, flipped vertically and transposed, each with probability 1/2.
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
 * @param repeats the number of crops in a row that come from one image, at least 1
 * @param seed the seed of the random choices that have none of their own
 * @param seeds the seeds of single parts of the random choices
 * @param augmentation how crops are turned at random
 * @param rule which unlabeled crops are kept; null for all
 */
@Internal
public record Crops(
        int scale,
        int side,
        int batch,
        int repeats,
        long seed,
        NamedSeeds seeds,
        Augmentation augmentation,
        @Nullable CropRule rule) {
    private static final long LABELED = 3;
    private static final long UNLABELED = 4;
    private static final long ORDER = 5;
    private static final long DEGRADATION = 7;
    private static final long TURN = 8;

    /** Draws of a crop in place of one that is not kept: some from the same image, then from any. */
    private static final int DRAWS = 200;

    private static final int DRAWS_OF_AN_IMAGE = 10;

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
        this(scale, side, batch, 1, seed, NamedSeeds.NONE, Augmentation.PAPER, null);
    }

    /**
     * Checks the ranges.
     *
     * @param scale high-resolution size divided by low-resolution size, at least 1
     * @param side height and width of a low-resolution crop in pixels, at least 1
     * @param batch number of crops of a batch, 1 to 4096
     * @param repeats number of crops in a row that come from one image, at least 1
     * @param seed start of the random numbers; equal seeds give equal batches
     * @param seeds seeds of single parts of the random choices
     * @param augmentation how crops are turned at random
     * @param rule which unlabeled crops are kept; null for all
     * @throws IllegalArgumentException if {@code batch} is not 1 to 4096, {@code repeats}, {@code scale} or {@code side}
     *     is below 1, or {@code scale * side} is above 16384
     */
    public Crops {
        if (batch < 1 || batch > 4096) {
            throw new IllegalArgumentException("a batch must have 1 to 4096 crops, got " + batch + ": use batch(2)");
        }
        if (repeats < 1) {
            throw new IllegalArgumentException(
                    "crops of an image in a row must be at least 1, got " + repeats + ": use repeats(4)");
        }
        new Window(side, scale);
    }

    /**
     * Sets how crops are turned.
     *
     * @param value the augmentation
     * @return a copy with this augmentation
     */
    Crops augmentation(Augmentation value) {
        return new Crops(scale, side, batch, repeats, seed, seeds, value, rule);
    }

    /**
     * Sets which unlabeled crops are kept.
     *
     * @param value the rule; null for all
     * @return a copy with this rule
     */
    Crops rule(@Nullable CropRule value) {
        return new Crops(scale, side, batch, repeats, seed, seeds, augmentation, value);
    }

    Crops seeds(NamedSeeds value) {
        return new Crops(scale, side, batch, repeats, seed, value, augmentation, rule);
    }

    Crops repeats(int value) {
        return new Crops(scale, side, batch, value, seed, seeds, augmentation, rule);
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
            Drawn<Pair> drawn = drawn(
                    stream,
                    iteration,
                    i,
                    pairs.size(),
                    (index, random) -> pairs.crop(index, new Window(side, scale), random.position, random.degradation),
                    Pair::low);
            Pair pair = drawn.crop.map(augmentation.draw(drawn.random.turn));
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
     * @throws IllegalArgumentException if an image is smaller than a crop, or no crop is kept
     */
    public Batch unlabeled(Images images, long iteration) {
        List<String> names = new ArrayList<>();
        List<Image> crops = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            Drawn<Image> drawn = drawn(
                    UNLABELED,
                    iteration,
                    i,
                    images.size(),
                    (index, random) ->
                            Window.random(images.load(index), images.names().get(index), side, random.position),
                    crop -> crop);
            names.add(images.names().get(drawn.index));
            crops.add(augmentation.draw(drawn.random.turn).apply(drawn.crop));
        }
        return Batch.of(names, crops);
    }

    /** A crop, the index of its image, and what it was drawn from. */
    private record Drawn<T>(int index, T crop, CropRandom random) {}

    /**
     * What the parts of a crop are drawn from, in this order; parts without a seed of their own share one generator.
     */
    private record CropRandom(RandomGenerator position, RandomGenerator degradation, RandomGenerator turn) {}

    private CropRandom random(long stream, long iteration, int i, int draw) {
        long ofCrops = seed(stream);
        SplittableRandom position = draw == 0
                ? Seeds.random(ofCrops, stream, iteration, i)
                : Seeds.random(ofCrops, stream, iteration, i, draw);
        Long ofDegradations = seeds.degradations();
        Long ofTurns = seeds.augmentation();
        return new CropRandom(
                position,
                ofDegradations == null ? position : Seeds.random(ofDegradations, DEGRADATION, stream, iteration, i),
                ofTurns == null ? position : Seeds.random(ofTurns, TURN, stream, iteration, i));
    }

    /** The seed of the order and the positions of a kind of crops. */
    private long seed(long stream) {
        Long own = stream == LABELED ? seeds.labeled() : seeds.unlabeled();
        return own == null ? seed : own;
    }

    /**
     * Draws a crop until the rule keeps it. The first draw is that of a training without a rule; an input and its
     * prediction have the same draws, since both show the rule the input.
     */
    private <T> Drawn<T> drawn(
            long stream,
            long iteration,
            int i,
            int size,
            BiFunction<Integer, CropRandom, T> crop,
            Function<T, Image> input) {
        CropRule kept = stream == UNLABELED ? rule : null;
        int first = index(size, stream, Math.floorDiv(iteration * batch + i, (long) repeats));
        for (int draw = 0; draw < (kept == null ? 1 : DRAWS); draw++) {
            CropRandom random = random(stream, iteration, i, draw);
            int index = draw < DRAWS_OF_AN_IMAGE ? first : random.position.nextInt(size);
            T drawn = crop.apply(index, random);
            if (kept == null || kept.keeps(input.apply(drawn))) {
                return new Drawn<>(index, drawn, random);
            }
        }
        throw new IllegalArgumentException(
                "unlabeled images must have crops that unlabeledCrops(...) keeps, got none in "
                        + DRAWS + " draws for iteration " + iteration + " with " + Phrases.of(rule)
                        + ": use a rule that keeps more, or leave images out by without(...)");
    }

    /** Returns the index of the n-th image; each pass over the images has its own order. */
    private int index(int size, long stream, long n) {
        SplittableRandom random = Seeds.random(seed(stream), ORDER, stream, Math.floorDiv(n, size));
        return Seeds.permutation(size, random)[(int) Math.floorMod(n, (long) size)];
    }
}
