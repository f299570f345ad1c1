package io.github.pdd4j.tools.command;

import io.github.pdd4j.tools.make.ShippedWeights;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "make-weights",
        mixinStandardHelpOptions = true,
        description = "Trains the networks that the project ships again, from their seeds.")
final class MakeWeights implements Callable<Integer> {
    @Parameters(arity = "0..*", description = "which: specialist, generalist, srresnet, vgg19; all of them by default")
    private List<String> names = List.of();

    @Option(names = "--photographs", required = true, description = "folder that './pdd fetch photographs' filled")
    @SuppressWarnings("NullAway.Init")
    private Path photographs;

    @Option(
            names = "--teacher",
            description = "VGG16, which teaches vgg19: './pdd fetch vgg16'; ${DEFAULT-VALUE} by default")
    private Path teacher = Path.of(".pdd/home/weights/vgg16.ckpt");

    @Option(names = "--out", description = "folder for the weights, ${DEFAULT-VALUE} by default")
    private Path out = Path.of("dsl/src/main/resources/io/github/pdd4j/weights");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        ShippedWeights weights = new ShippedWeights(photographs, teacher, out, this::say);
        (names.isEmpty() ? ShippedWeights.NAMES : names).forEach(weights::make);
        return 0;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
