package io.github.pdd4j.command;

import ai.djl.util.Platform;
import io.github.pdd4j.tensor.Torch;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "doctor", description = "Says which engine computes, on which devices.")
final class Doctor implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        row("engine", "PyTorch " + Torch.version() + " through DJL");
        row(
                "native library",
                Platform.detectPlatform("pytorch").getClassifier() + ", "
                        + Platform.detectPlatform("pytorch").getFlavor());
        row("devices", Torch.graphicsCards() == 0 ? "CPU" : Torch.graphicsCards() + " graphics card(s) and the CPU");
        row("threads", Torch.threads() + " for one operator");
        row("heap", Runtime.getRuntime().maxMemory() / (1 << 20) + " MB at most");
        return 0;
    }

    private void row(String what, String value) {
        spec.commandLine().getOut().printf("%-20s %s%n", what, value);
    }
}
