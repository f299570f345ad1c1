package io.github.pdd4j.tools.command;

import io.github.pdd4j.tensor.Devices;
import io.github.pdd4j.tensor.Torch;
import java.util.Locale;
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
        row("engine", "PyTorch " + Torch.version() + " through DJL, from " + Torch.library());
        String devices = String.join(", ", Devices.phrases());
        row("devices", Torch.graphicsCards() == 0 ? devices + " (" + Devices.whyNot() + ")" : devices);
        row("threads", Torch.threads() + " for one operator");
        row("heap", Runtime.getRuntime().maxMemory() / (1 << 20) + " MB at most");
        return 0;
    }

    private void row(String what, String value) {
        spec.commandLine().getOut().printf(Locale.ROOT, "%-20s %s%n", what, value);
    }
}
