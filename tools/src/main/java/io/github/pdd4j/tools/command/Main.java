package io.github.pdd4j.tools.command;

import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The command line; every verb is a class of its own. */
@Command(
        name = "pdd",
        description = "Adapts pretrained super-resolution networks to real photographs.",
        subcommands = {BenchStep.class, Doctor.class, MakeImages.class, MakeWeights.class, Upscale.class})
public final class Main {
    private Main() {}

    /** Runs one verb; the exit status is 0, 1 for a failure, 2 for a wrong call. */
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
