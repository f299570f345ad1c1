package io.github.pdd4j.data;

import io.github.pdd4j.archive.HomeFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the two sides of pairs in a folder. */
final class PairFolder {
    private static final Pattern LOW = folder(Partners.LOW);
    private static final Pattern HIGH = folder(Partners.HIGH);
    private static final Pattern LOW_NAME = file(Partners.LOW, "l[rq]");
    private static final Pattern HIGH_NAME = file(Partners.HIGH, "h[rq]|gt");

    private PairFolder() {}

    private static Pattern folder(String mark) {
        return Pattern.compile("(?i)(.*[_-])?(" + mark + ")" + Partners.SCALE);
    }

    /** A name that begins with a word, such as low_tide, may be of any photograph: only abbreviations count there. */
    private static Pattern file(String mark, String abbreviation) {
        return Pattern.compile("(?i).*[_-](" + mark + ")" + Partners.SCALE + "|(" + abbreviation + ")[_-].+");
    }

    static CapturedPairs taken(Path folder) {
        return find(folder)
                .orElseThrow(() -> new IllegalArgumentException(
                        "pairs need sub-folders such as lr and hr, or files such as a_LR4.png and a_HR.png, got neither in "
                                + folder + ": rename them"));
    }

    /** Looks for two sub-folders, or for files whose names have low-resolution and high-resolution markers. */
    static Optional<CapturedPairs> find(Path folder) {
        Optional<Path> low = ImageFolder.child(folder, LOW.asMatchPredicate());
        Optional<Path> high = ImageFolder.child(folder, HIGH.asMatchPredicate());
        if (low.isPresent() && high.isPresent()) {
            return Optional.of(new CapturedPairs(Images.in(low.get()), Images.in(high.get())));
        }
        List<Path> files = ImageFolder.files(folder);
        List<Path> lows = named(files, LOW_NAME);
        List<Path> highs = named(files, HIGH_NAME);
        return lows.isEmpty() || highs.isEmpty()
                ? Optional.empty()
                : Optional.of(new CapturedPairs(
                        Images.files("images(" + HomeFolder.phrase(folder) + ", LR)", lows),
                        Images.files("images(" + HomeFolder.phrase(folder) + ", HR)", highs)));
    }

    private static List<Path> named(List<Path> files, Pattern pattern) {
        return files.stream()
                .filter(file -> pattern.matcher(ImageFolder.name(file)).matches())
                .toList();
    }
}
