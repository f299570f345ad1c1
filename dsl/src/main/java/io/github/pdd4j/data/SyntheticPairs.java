package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import java.util.List;
import java.util.random.RandomGenerator;
import tech.tablesaw.api.Table;

/** Pairs whose low-resolution images are made from the high-resolution ones. */
record SyntheticPairs(Images high, Downscaling downscaling) implements Pairs {
    private static final long WHOLE = 2;
    private static final long TRIED = 6;
    private static final int TRIALS = 8;

    @Override
    public int size() {
        return high.size();
    }

    @Override
    public List<String> names() {
        return high.names();
    }

    @Override
    public List<ImageDigest> digests() {
        return high.digests();
    }

    @Override
    public String input() {
        return "by " + downscaling + " from the truth, which is cut at the right and below to multiples of the scale";
    }

    @Override
    public Object inputFacts() {
        return downscaling;
    }

    @Override
    public Pair pair(int index, int scale) {
        Image truth = high.load(index).rgb().croppedToMultipleOf(scale);
        return new Pair(names().get(index), downscaling.apply(truth, scale, Seeds.random(WHOLE, index)), truth);
    }

    @Override
    public void requireCrop(Window window) {
        high.requireCrop(window.highSide());
        // A degradation that draws one of several choices may have a wrong factor in only one of them, hence several
        // trials.
        Image flat =
                Image.of(3, window.highSide(), window.highSide(), new float[3 * window.highSide() * window.highSide()]);
        for (int trial = 0; trial < TRIALS; trial++) {
            downscaling.apply(flat, window.scale(), Seeds.random(TRIED, trial));
        }
    }

    @Override
    public Pair crop(int index, Window window, RandomGenerator random) {
        return crop(index, window, random, random);
    }

    @Override
    public Pair crop(int index, Window window, RandomGenerator position, RandomGenerator degradation) {
        String name = names().get(index);
        Image truth = Window.random(high.load(index), name, window.highSide(), position);
        return new Pair(name, downscaling.apply(truth, window.scale(), degradation), truth);
    }

    @Override
    public Table describe() {
        return DatasetReport.of(this);
    }

    @Override
    public String toString() {
        return high + ".downscaledBy(" + downscaling + ")";
    }
}
