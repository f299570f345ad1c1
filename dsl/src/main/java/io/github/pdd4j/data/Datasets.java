package io.github.pdd4j.data;

import io.github.pdd4j.archive.HomeFolder;
import io.github.pdd4j.io.Program;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The data sets of the paper, read from the folders that {@code ./pdd fetch} creates or from folders that were
 * downloaded and unpacked by hand.
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
     * Opens RealSR version 3 (Cai and others 2019): {@code Canon/Test/4/Canon_001_HR.png} beside
     * {@code Canon_001_LR4.png}.
     *
     * @param folder the data set folder
     * @param camera {@code Canon} or {@code Nikon}
     * @param part {@code Train} or {@code Test}
     * @param scale the scale factor: 2, 3 or 4
     * @return the pairs
     * @throws IllegalArgumentException if the folder has another layout
     */
    public static CapturedPairs realSr(Path folder, String camera, String part, int scale) {
        return PairFolder.taken(below("realsr-v3", folder, camera, part, String.valueOf(scale)));
    }

    /**
     * Opens RealSR version 3.
     *
     * @param folder the folder name that {@code ./pdd fetch} created, or a path
     * @param camera {@code Canon} or {@code Nikon}
     * @param part {@code Train} or {@code Test}
     * @param scale the scale factor: 2, 3 or 4
     * @return the pairs
     * @throws IllegalArgumentException if the folder has another layout
     */
    public static CapturedPairs realSr(String folder, String camera, String part, int scale) {
        return realSr(HomeFolder.images(folder), camera, part, scale);
    }

    /**
     * Opens DRealSR (Wei and others 2020): {@code Test_x4/test_HR/Canon_10_x4.png} and
     * {@code Test_x4/test_LR/Canon_10_x1.png}.
     *
     * @param folder the data set folder
     * @param part {@code Train} or {@code Test}
     * @param scale the scale factor: 2, 3 or 4
     * @return the pairs
     * @throws IllegalArgumentException if the folder has another layout
     */
    public static CapturedPairs dRealSr(Path folder, String part, int scale) {
        return PairFolder.taken(below("drealsr", folder, part + "_x" + scale));
    }

    /**
     * Opens DRealSR.
     *
     * @param folder the folder name that {@code ./pdd fetch} created, or a path
     * @param part {@code Train} or {@code Test}
     * @param scale the scale factor: 2, 3 or 4
     * @return the pairs
     * @throws IllegalArgumentException if the folder has another layout
     */
    public static CapturedPairs dRealSr(String folder, String part, int scale) {
        return dRealSr(HomeFolder.images(folder), part, scale);
    }

    /**
     * Opens the unlabeled training images of track 1 of the NTIRE 2020 real-world challenge (Lugmayr and others
     * 2020), which have image processing artifacts: {@code Corrupted-tr-x}.
     *
     * @param folder the data set folder
     * @return the images
     * @throws IllegalArgumentException if the folder has another layout
     */
    public static Images ntire20(Path folder) {
        return Images.in(below("ntire20-track1", folder, "Corrupted-tr-x"));
    }

    /**
     * Opens the unlabeled training images of NTIRE 2020 track 1.
     *
     * @param folder the folder name that {@code ./pdd fetch} created, or a path
     * @return the images
     * @throws IllegalArgumentException if the folder has another layout
     */
    public static Images ntire20(String folder) {
        return ntire20(HomeFolder.images(folder));
    }

    /**
     * Opens the validation pairs of track 1 of the NTIRE 2020 real-world challenge: the inputs {@code Corrupted-va-x}
     * and the ground truth {@code DIV2K_valid_HR}.
     *
     * @param folder the data set folder
     * @return the pairs
     * @throws IllegalArgumentException if the folder has another layout
     */
    public static CapturedPairs ntire20Validation(Path folder) {
        return new CapturedPairs(
                Images.in(below("ntire20-track1", folder, "Corrupted-va-x")),
                Images.in(below("df2k", folder, "DIV2K_valid_HR")));
    }

    /**
     * Opens the validation pairs of NTIRE 2020 track 1.
     *
     * @param folder the folder name that {@code ./pdd fetch} created, or a path
     * @return the pairs
     * @throws IllegalArgumentException if the folder has another layout
     */
    public static CapturedPairs ntire20Validation(String folder) {
        return ntire20Validation(HomeFolder.images(folder));
    }

    /**
     * Opens the high-resolution training images of DIV2K (Agustsson and Timofte 2017) and Flickr2K (Lim and others
     * 2017) as one collection: {@code DIV2K_train_HR} and {@code Flickr2K/Flickr2K_HR}.
     *
     * @param folder the data set folder
     * @return the images
     * @throws IllegalArgumentException if the folder has another layout
     */
    public static Images df2k(Path folder) {
        Images div2k = Images.in(below("df2k", folder, "DIV2K_train_HR"));
        return div2k.and(Images.in(below("df2k", folder, "Flickr2K", "Flickr2K_HR")));
    }

    /**
     * Opens the high-resolution training images of DIV2K and Flickr2K.
     *
     * @param folder the folder name that {@code ./pdd fetch} created, or a path
     * @return the images
     * @throws IllegalArgumentException if the folder has another layout
     */
    public static Images df2k(String folder) {
        return df2k(HomeFolder.images(folder));
    }

    /** Resolves a sub-folder, ignoring case. */
    private static Path below(String name, Path folder, String... steps) {
        Path reached = folder;
        for (String step : steps) {
            Optional<Path> next = ImageFolder.child(reached, step::equalsIgnoreCase);
            reached = next.orElseThrow(() -> new IllegalArgumentException("the folder of " + name + " must contain "
                    + String.join("/", steps) + ", got " + folder + " without it: run "
                    + Program.command("fetch " + name)
                    + ", which unpacks the archives or says where to get them"));
        }
        return reached;
    }
}
