package io.github.pdd4j.tools.command;

import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.PretrainedModels;
import io.github.pdd4j.tools.make.AdaptationComparison;
import io.github.pdd4j.tools.make.FeatureComparison;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "compare-features",
        mixinStandardHelpOptions = true,
        description = "Measures how well slim VGG networks stand in for VGG16: the shipped one, and those in files.")
final class CompareFeatures implements Callable<Integer> {
    @Parameters(arity = "0..*", description = "weight files of other networks with the layers of VGG19")
    private List<Path> files = List.of();

    @Option(names = "--photographs", required = true, description = "folder that './pdd fetch photographs' filled")
    @SuppressWarnings("NullAway.Init")
    private Path photographs;

    @Option(names = "--vgg16", required = true, description = "weight file of VGG16: './pdd fetch vgg16'")
    @SuppressWarnings("NullAway.Init")
    private Path vgg16;

    @Option(
            names = "--adapt",
            description = "also adapts the shipped specialist in the features of each, so many iterations for each"
                    + " pair of weights")
    private int iterations;

    @Option(
            names = "--start",
            description = "adapts this network in place of the shipped specialist, with its moving average as the"
                    + " generalist")
    private @Nullable Path start;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        FeatureExtractor reference = FeatureExtractor.load(vgg16);
        List<FeatureExtractor> candidates = new ArrayList<>(List.of(PretrainedModels.slimVgg19()));
        files.forEach(file -> candidates.add(FeatureExtractor.load(file)));
        Consumer<String> report = this::say;
        if (iterations == 0) {
            new FeatureComparison(
                            reference,
                            PretrainedModels.generalist(),
                            PretrainedModels.specialist(),
                            photographs,
                            report)
                    .of(candidates);
            return 0;
        }
        candidates.add(0, reference);
        new AdaptationComparison(Optional.ofNullable(start).map(Network::load), iterations, photographs, report)
                .of(candidates);
        return 0;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
