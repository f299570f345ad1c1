package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageSize;
import io.github.pdd4j.io.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/**
 * Pairs of existing low-resolution and high-resolution images; each side is also an image collection of its own.
 *
 * <pre>{@code
 * CapturedPairs pairs = Pairs.of(Images.in(folder).degradedBy(Degradations.unknown(4)), Images.in(folder));
 * Images unlabeled = pairs.low();
 * }</pre>
 *
 * @param low the inputs (low resolution)
 * @param high the ground-truth images (high resolution); the inputs are reordered to match them
 */
public record CapturedPairs(Images low, Images high) implements Pairs {
    private static final int MAX_NAMED = 20;
    private static final int MAX_WRONG = 1000;

    /**
     * Matches each high-resolution image with its low-resolution image by name, regardless of their order.
     *
     * @param low low-resolution images, one for each high-resolution image; put into the order of {@code high}
     * @param high high-resolution images, the ground truth
     * @throws IllegalArgumentException if an image of either side has no partner
     */
    public CapturedPairs {
        low = low.ordered(Partners.of(low, high));
    }

    @Override
    public Object inputFacts() {
        return "taken";
    }

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
        return Stream.concat(low.digests().stream(), high.digests().stream()).toList();
    }

    @Override
    public Pair pair(int index, int scale) {
        Image input = low.load(index).rgb();
        Image truth = high.load(index).rgb();
        Fit.Sizes sizes = new Fit.Sizes(names().get(index), ImageSize.of(truth), ImageSize.of(input));
        if (!sizes.fit(scale)) {
            throw unfit(scale, List.of(sizes));
        }
        return new Pair(names().get(index), input, truth.crop(0, 0, input.width() * scale, input.height() * scale));
    }

    /** The sizes of a pair, from the headers. */
    Fit.Sizes sizes(int index) {
        return new Fit.Sizes(
                high.fileName(index),
                high.header(index).size(),
                low.header(index).size());
    }

    private static IllegalArgumentException unfit(int scale, List<Fit.Sizes> wrong) {
        boolean enlarged = wrong.stream().allMatch(Fit.Sizes::equal);
        return new IllegalArgumentException(
                "the truth of a pair must be " + scale + " times as large as its input, got "
                        + Listing.first(MAX_NAMED, wrong)
                        + (enlarged ? "; " + Fit.ENLARGED : ": use networks of another scale or realign the pair"));
    }

    @Override
    public void requireCrop(Window window) {
        low.requireCrop(window.side());
        List<Fit.Sizes> wrong = new ArrayList<>();
        for (int i = 0; i < size() && wrong.size() <= MAX_WRONG; i++) {
            Fit.Sizes sizes = sizes(i);
            if (!sizes.fit(window.scale())) {
                wrong.add(sizes);
            }
        }
        if (!wrong.isEmpty()) {
            throw unfit(window.scale(), wrong);
        }
    }

    @Override
    public Pair crop(int index, Window window, RandomGenerator random) {
        Pair whole = pair(index, window.scale());
        Window.fits(whole.low(), whole.name(), window.side());
        int x = random.nextInt(whole.low().width() - window.side() + 1);
        int y = random.nextInt(whole.low().height() - window.side() + 1);
        int scale = window.scale();
        Image input = whole.low().crop(x, y, window.side(), window.side());
        return new Pair(
                whole.name(), input, whole.high().crop(x * scale, y * scale, window.highSide(), window.highSide()));
    }

    @Override
    public Table describe() {
        return DatasetReport.of(this);
    }

    @Override
    public String toString() {
        return "Pairs.of(" + low + ", " + high + ")";
    }
}
