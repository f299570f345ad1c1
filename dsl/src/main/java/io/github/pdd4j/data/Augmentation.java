package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.setting.Source;
import io.github.pdd4j.view.SettingsTable;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * How crops are turned at random, labeled and unlabeled ones alike; each way has the probability 1/2. An input, its
 * ground truth and its prediction by another program turn together.
 *
 * <pre>{@code
 * System.out.println(distill().augmentation(a -> a.verticalFlips(false).transposition(false)));
 * System.out.println(distill().augmentation(a -> Augmentation.NONE));
 * }</pre>
 *
 * @param horizontalFlips whether left and right are exchanged; default true, as in the paper
 * @param verticalFlips whether top and bottom are exchanged; default true, as in the paper
 * @param transposition whether rows and columns are exchanged; default true, as in the paper
 */
public record Augmentation(boolean horizontalFlips, boolean verticalFlips, boolean transposition) implements Viewable {
    private static final Settings<Augmentation> SETTINGS = Settings.of(
            Augmentation.class,
            Setting.of("horizontalFlips").label("horizontal flips").published(true, Source.PAPER),
            Setting.of("verticalFlips").label("vertical flips").published(true, Source.PAPER),
            Setting.of("transposition").published(true, Source.PAPER));

    /** The default: flips in both directions and transposition, as in the paper. */
    public static final Augmentation PAPER = new Augmentation(true, true, true);

    /** Crops as they are. */
    public static final Augmentation NONE = new Augmentation(false, false, false);

    /**
     * Sets whether left and right are exchanged.
     *
     * @param value whether they are, in half of the crops
     * @return a copy with this setting
     */
    public Augmentation horizontalFlips(boolean value) {
        return SETTINGS.with(this, "horizontalFlips", value);
    }

    /**
     * Sets whether top and bottom are exchanged.
     *
     * @param value whether they are, in half of the crops
     * @return a copy with this setting
     */
    public Augmentation verticalFlips(boolean value) {
        return SETTINGS.with(this, "verticalFlips", value);
    }

    /**
     * Sets whether rows and columns are exchanged.
     *
     * @param value whether they are, in half of the crops
     * @return a copy with this setting
     */
    public Augmentation transposition(boolean value) {
        return SETTINGS.with(this, "transposition", value);
    }

    /** Draws the turn of a crop; all settings draw the same numbers, so that they have the same crops. */
    UnaryOperator<Image> draw(RandomGenerator random) {
        boolean horizontal = random.nextBoolean() && horizontalFlips;
        boolean vertical = random.nextBoolean() && verticalFlips;
        boolean transposed = random.nextBoolean() && transposition;
        return image -> {
            Image turned = horizontal ? image.flippedHorizontally() : image;
            turned = vertical ? turned.flippedVertically() : turned;
            return transposed ? turned.transposed() : turned;
        };
    }

    /** Returns the Java code that makes this augmentation. */
    @Override
    public String toString() {
        return "Augmentation.NONE" + String.join("", SETTINGS.words(this, NONE));
    }

    @Override
    public View view() {
        return SettingsTable.of(this);
    }
}
