package io.github.pdd4j.data;

import io.github.pdd4j.archive.HomeFolder;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The data sets of the paper, in the folders that {@code ./pdd fetch} with a set's name leaves, or that were downloaded
 * and unpacked by hand.
 *
 * <pre>{@code
 * // needs ./pdd fetch realsr-v3
 * Images unlabeled = Datasets.realSr("realsr-v3", "Canon", "Train", 4).low();
 * System.out.println(Datasets.realSr("realsr-v3", "Canon", "Test", 4).describe());
 * }</pre>
 */
public final class Datasets {
    private Datasets() {}

    /**
     * RealSR version 3 (Cai and others 2019): {@code Canon/Test/4/Canon_001_HR.png} beside {@code Canon_001_LR4.png}.
     *
     * @param camera {@code Canon} or {@code Nikon}
     * @param part {@code Train} or {@code Test}
     * @param scale 2, 3 or 4
     * @throws IllegalArgumentException if the folder has another layout
     */
    public static CapturedPairs realSr(Path folder, String camera, String part, int scale) {
        return PairFolder.taken(below("realsr-v3", folder, camera, part, String.valueOf(scale)));
    }

    /** The same by the name that {@code ./pdd fetch} gave the folder, or by its path as a text. */
    public static CapturedPairs realSr(String folder, String camera, String part, int scale) {
        return realSr(HomeFolder.images(folder), camera, part, scale);
    }

    /**
     * DRealSR (Wei and others 2020): {@code Test_x4/test_HR/Canon_10_x4.png} and {@code Test_x4/test_LR/Canon_10_x1.png}.
     *
     * @param part {@code Train} or {@code Test}
     * @param scale 2, 3 or 4
     * @throws IllegalArgumentException if the folder has another layout
     */
    public static CapturedPairs dRealSr(Path folder, String part, int scale) {
        return PairFolder.taken(below("drealsr", folder, part + "_x" + scale));
    }

    /** The same by the name that {@code ./pdd fetch} gave the folder, or by its path as a text. */
    public static CapturedPairs dRealSr(String folder, String part, int scale) {
        return dRealSr(HomeFolder.images(folder), part, scale);
    }

    /**
     * The unlabeled images of NTIRE 2020's real-world track 1 (Lugmayr and others 2020), with artifacts of an image
     * pipeline: {@code Corrupted-tr-x}.
     *
     * @throws IllegalArgumentException if the folder has another layout
     */
    public static Images ntire20(Path folder) {
        return Images.in(below("ntire20-track1", folder, "Corrupted-tr-x"));
    }

    /** The same by the name that {@code ./pdd fetch} gave the folder, or by its path as a text. */
    public static Images ntire20(String folder) {
        return ntire20(HomeFolder.images(folder));
    }

    /**
     * The pairs on which NTIRE 2020's real-world track 1 is measured: {@code Corrupted-va-x}, and its truths, which are
     * those of {@code DIV2K_valid_HR}.
     *
     * @throws IllegalArgumentException if the folder has another layout
     */
    public static CapturedPairs ntire20Validation(Path folder) {
        return new CapturedPairs(
                Images.in(below("ntire20-track1", folder, "Corrupted-va-x")),
                Images.in(below("df2k", folder, "DIV2K_valid_HR")));
    }

    /** The same by the name that {@code ./pdd fetch} gave the folder, or by its path as a text. */
    public static CapturedPairs ntire20Validation(String folder) {
        return ntire20Validation(HomeFolder.images(folder));
    }

    /**
     * The truths of DIV2K (Agustsson and Timofte 2017) and Flickr2K (Lim and others 2017) together:
     * {@code DIV2K_train_HR} and {@code Flickr2K/Flickr2K_HR}.
     *
     * @throws IllegalArgumentException if the folder has another layout
     */
    public static Images df2k(Path folder) {
        Images div2k = Images.in(below("df2k", folder, "DIV2K_train_HR"));
        return div2k.and(Images.in(below("df2k", folder, "Flickr2K", "Flickr2K_HR")));
    }

    /** The same by the name that {@code ./pdd fetch} gave the folder, or by its path as a text. */
    public static Images df2k(String folder) {
        return df2k(HomeFolder.images(folder));
    }

    /** The folder at the end of these steps, written in capitals or not. */
    private static Path below(String name, Path folder, String... steps) {
        Path reached = folder;
        for (String step : steps) {
            Optional<Path> next = ImageFolder.child(reached, step::equalsIgnoreCase);
            reached = next.orElseThrow(() -> new IllegalArgumentException("the folder of " + name + " must hold "
                    + String.join("/", steps) + ", got " + folder + " without: ./pdd fetch " + name
                    + " says where to get it and unpacks it"));
        }
        return reached;
    }
}
