package io.github.pdd4j.runs;

import ai.djl.Device;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.tensor.Torch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a training session.
 *
 * @param pdd4j version of this library; empty if it runs from classes
 * @param djl version of DJL and its bindings
 * @param pytorch version of PyTorch
 * @param java virtual machine and its version
 * @param system operating system and processor architecture
 * @param machine name of the machine; empty if unknown
 * @param device device of the training
 * @param onCpu whether that is the CPU
 * @param threads number of threads of one operator
 * @param git commit of the working folder's checkout, with {@code -dirty} if files differ from it; null without one
 */
record Environment(
        String pdd4j,
        String djl,
        String pytorch,
        String java,
        String system,
        String machine,
        String device,
        boolean onCpu,
        int threads,
        @Nullable String git) {
    Environment {
        Objects.requireNonNull(pytorch);
        Objects.requireNonNull(java);
        Objects.requireNonNull(system);
        Objects.requireNonNull(machine);
        Objects.requireNonNull(device);
    }

    static Environment now(Plan plan) {
        Device device = plan.sentence().execution().device();
        return new Environment(
                Optional.ofNullable(Environment.class.getPackage().getImplementationVersion())
                        .orElse(""),
                Torch.bindings(),
                Torch.version(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                machineName(),
                device.toString(),
                device.equals(Device.cpu()),
                Torch.threads(),
                commit().orElse(null));
    }

    /** Whether the same computation gives bitwise equal results there: the same machine and versions, on the CPU. */
    boolean computesTheSameBitsAs(Environment other) {
        return onCpu
                && other.onCpu
                && threads == other.threads
                && machine.equals(other.machine)
                && system.equals(other.system)
                && java.equals(other.java)
                && pytorch.equals(other.pytorch);
    }

    /** The name of the machine; empty if unknown. */
    private static String machineName() {
        for (String variable : List.of("COMPUTERNAME", "HOSTNAME")) {
            String name = System.getenv(variable);
            if (name != null && !name.isBlank()) {
                return name;
            }
        }
        try {
            return Files.readString(Path.of("/etc/hostname")).strip();
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    /** The commit of the working folder's checkout, with {@code -dirty} if files differ from it. */
    private static Optional<String> commit() {
        ProcessBuilder describe =
                new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*");
        describe.environment().put("GIT_OPTIONAL_LOCKS", "0");
        describe.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process git = describe.start();
            if (!git.waitFor(5, TimeUnit.SECONDS)) {
                git.destroy();
                return Optional.empty();
            }
            String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.exitValue() == 0 ? Optional.of(commit) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
