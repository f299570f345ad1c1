package io.github.pdd4j.tools.command;

import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The command line; each command is a separate class. */
@Command(
        name = "pdd",
        description = "Adapts pretrained super-resolution networks to real photographs.",
        subcommands = {
            Adapt.class,
            BenchStep.class,
            CompareFeatures.class,
            Doctor.class,
            MakeImages.class,
            MakeWeights.class,
            StudyCommand.class,
            Upscale.class
        })
public final class Main {
    private Main() {}

    /**
     * Runs one command and exits with 0 for success, 1 for a failure, or 2 for invalid arguments.
     *
     * @param arguments the command and its arguments
     */
    public static void main(String[] arguments) {
        System.exit(line().execute(arguments));
    }

    static CommandLine line() {
        IExecutionExceptionHandler sentence = (failure, line, parsed) -> {
            line.getErr().println("pdd: " + Objects.requireNonNullElse(failure.getMessage(), failure));
            return 1;
        };
        return new CommandLine(new Main())
                .setExecutionExceptionHandler(sentence)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }
}
