package io.github.pdd4j.tools.command;

import io.github.pdd4j.image.Pictures;
import io.github.pdd4j.tools.paint.SyntheticPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "make-pictures",
        mixinStandardHelpOptions = true,
        description = "Draws the pictures of datasets/generated again, from their seeds.")
final class MakePictures implements Callable<Integer> {
    private static final int SIDE = 256;

    @Option(names = "--out", description = "folder for the pictures, ${DEFAULT-VALUE} by default")
    private Path out = Path.of("datasets/generated");

    @Override
    public Integer call() throws IOException {
        draw("labeled", 1001, 4);
        draw("unlabeled", 1101, 4);
        draw("held-out", 1201, 2);
        return 0;
    }

    private void draw(String role, int firstSeed, int count) throws IOException {
        Path folder = Files.createDirectories(out.resolve(role));
        for (int seed = firstSeed; seed < firstSeed + count; seed++) {
            Pictures.save(SyntheticPictures.picture(seed, SIDE, SIDE), folder.resolve(seed + ".png"));
        }
    }
}
