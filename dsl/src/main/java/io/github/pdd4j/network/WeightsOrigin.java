package io.github.pdd4j.network;

import io.github.pdd4j.archive.HomeFolder;
import io.github.pdd4j.setting.Phrases;
import io.github.pdd4j.weights.WeightsName;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the weights of a network come from.
 *
 * @param name what tables show: the name of {@code ./pdd fetch} or of the file, with the entry that was read
 * @param loaded what {@code network(...)} and {@code features(...)} load it by: the same, with the path of the file
 */
record WeightsOrigin(String name, String loaded) {
    static WeightsOrigin of(Path file, Optional<String> entry) {
        String loaded = HomeFolder.weightsName(file);
        String name = String.valueOf(Path.of(loaded).getFileName());
        return new WeightsOrigin(
                new WeightsName(name, entry).toString(), new WeightsName(loaded, entry).toString());
    }

    /** The origin of weights that were not read from a file. */
    static WeightsOrigin of(String name) {
        return new WeightsOrigin(name, name);
    }

    String network() {
        return "network(" + Phrases.of(loaded) + ")";
    }

    String features() {
        return "features(" + Phrases.of(loaded) + ")";
    }
}
