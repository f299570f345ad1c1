package io.github.pdd4j.data;

import io.github.pdd4j.image.Picture;
import io.github.pdd4j.image.PictureSize;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/**
 * Low-resolution pictures that exist beside their high-resolution ones; each side is a collection of its own too.
 *
 * <pre>{@code
 * TakenPairs pairs = Pairs.of(Images.in(folder).degradedBy(Degradations.unknown(4)), Images.in(folder));
 * Images unlabeled = pairs.low();
 * }</pre>
 *
 * @param low the inputs
 * @param high their truths, in the same order
 */
public record TakenPairs(Images low, Images high) implements Pairs {
    private static final Pattern ROLE = Pattern.compile("(?i)[_-]?(x\\d|[lh]r\\d?)$");

    /** Checks that the names match. */
    public TakenPairs {
        if (low.size() != high.size()) {
            throw new IllegalArgumentException(
                    "pairs need as many low- as high-resolution pictures, got %d and %d: leave out those without partner"
                            .formatted(low.size(), high.size()));
        }
        for (int i = 0; i < low.size(); i++) {
            String one = low.names().get(i);
            String other = high.names().get(i);
            if (!stem(one).equals(stem(other))) {
                throw new IllegalArgumentException(
                        "pairs need equal names but for endings such as x4 or _LR4 and _HR, got %s beside %s: rename one"
                                .formatted(one, other));
            }
        }
    }

    private static String stem(String name) {
        return ROLE.matcher(name).replaceFirst("");
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
    public List<String> digests() {
        return Stream.concat(low.digests().stream(), high.digests().stream()).toList();
    }

    @Override
    public Pair pair(int index, int scale) {
        Picture input = low.load(index).rgb();
        Picture truth = high.load(index).rgb();
        String name = names().get(index);
        // A truth may have up to scale - 1 rows and columns more than its input shows.
        boolean fits = truth.width() / scale == input.width() && truth.height() / scale == input.height();
        if (!fits && PictureSize.of(truth).equals(PictureSize.of(input))) {
            throw new IllegalArgumentException(
                    "the truth of a pair must be %d times as large as its input, got %s twice for %s; %s"
                            .formatted(scale, truth.sizeText(), name, Fit.ENLARGED));
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "the truth of a pair must be %d times as large as its input, got %s and %s for %s: use networks of another scale or realign the pair"
                            .formatted(scale, truth.sizeText(), input.sizeText(), name));
        }
        return new Pair(name, input, truth.crop(0, 0, input.width() * scale, input.height() * scale));
    }

    @Override
    public void requireCrop(Window window) {
        low.requireCrop(window.side());
    }

    @Override
    public Pair crop(int index, Window window, RandomGenerator random) {
        Pair whole = pair(index, window.scale());
        Window.fits(whole.low(), whole.name(), window.side());
        int x = random.nextInt(whole.low().width() - window.side() + 1);
        int y = random.nextInt(whole.low().height() - window.side() + 1);
        int scale = window.scale();
        Picture input = whole.low().crop(x, y, window.side(), window.side());
        return new Pair(
                whole.name(), input, whole.high().crop(x * scale, y * scale, window.highSide(), window.highSide()));
    }

    @Override
    public Table describe() {
        return Preflight.of(this);
    }

    @Override
    public String toString() {
        return "Pairs.of(" + low + ", " + high + ")";
    }
}
