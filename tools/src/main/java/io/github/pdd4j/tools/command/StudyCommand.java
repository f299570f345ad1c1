package io.github.pdd4j.tools.command;

import io.github.pdd4j.tools.make.Camera;
import io.github.pdd4j.tools.study.BalanceStudy;
import io.github.pdd4j.tools.study.StudyCell;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "study",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compares fixed weights of R_intra and R_inter with automatic balances, and writes the page of "
                + "results.",
        footer = {
            "",
            "A call trains one cell, that is one start, camera and feature network; the page has all cells that are in "
                    + "'study' beside it. Stopped or killed, the same call goes on. Without PHOTOS it writes the page "
                    + "anew.",
            "The Debian packages mate-backgrounds, lomiri-wallpapers-16.04 and lomiri-wallpapers-20.04 hold photographs "
                    + "that are large enough."
        })
final class StudyCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PHOTOS",
            description = "folder of at least 6 photographs of 768x768 pixels or more; none is changed")
    private @Nullable Path photographs;

    @Option(
            names = "--start",
            paramLabel = "NETWORK",
            description = "network to start from: a file, a name that './pdd fetch' knows, or shipped-pair; "
                    + "${DEFAULT-VALUE} by default")
    private String start = "realesrgan-x4plus";

    @Option(
            names = "--camera",
            paramLabel = "CAMERA",
            description = "what the camera does: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default")
    private Camera camera = Camera.JPEG;

    @Option(
            names = "--features",
            paramLabel = "FEATURES",
            description = "network of the features: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default")
    private StudyCell.Features features = StudyCell.Features.VGG16;

    @Option(names = "--iterations", description = "length of each training, ${DEFAULT-VALUE} by default")
    private int iterations = 60;

    @Option(names = "--seeds", description = "number of trainings of each row, ${DEFAULT-VALUE} by default")
    private int seeds = 3;

    @Option(names = "--plan", description = "says how many runs there are and how long they take, and trains none")
    private boolean plan;

    @Option(names = "--out", paramLabel = "FILE", description = "the page, ${DEFAULT-VALUE} by default")
    private Path out = Path.of("dsl/docs/balance-study.md");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        BalanceStudy study = new BalanceStudy(out, this::say);
        if (photographs == null) {
            study.page();
            return 0;
        }
        StudyCell cell = new StudyCell(start, camera, features);
        if (plan) {
            study.plan(cell, photographs, iterations, seeds);
        } else {
            study.train(cell, photographs, iterations, seeds);
        }
        return 0;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
