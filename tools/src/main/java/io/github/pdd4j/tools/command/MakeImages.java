package io.github.pdd4j.tools.command;

import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.tools.paint.SyntheticImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "make-images",
        mixinStandardHelpOptions = true,
        description = "Draws the images of datasets/generated again, from their seeds.")
final class MakeImages implements Callable<Integer> {
    private static final int SIDE = 256;

    @Option(names = "--out", description = "folder for the images, ${DEFAULT-VALUE} by default")
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
            ImageFiles.save(SyntheticImages.image(seed, SIDE, SIDE), folder.resolve(seed + ".png"));
        }
    }
}
