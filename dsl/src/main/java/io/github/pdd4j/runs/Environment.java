package io.github.pdd4j.runs;

import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.tensor.Torch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The environment of a run: versions, machine, and the commit of the git checkout if there is one. */
final class Environment {
    private Environment() {}

    static Map<String, String> now(Plan plan) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put(
                "pdd4j",
                Optional.ofNullable(Environment.class.getPackage().getImplementationVersion())
                        .orElse("from classes"));
        environment.put("DJL", Torch.bindings());
        environment.put("PyTorch", Torch.version());
        environment.put("Java", System.getProperty("java.vm.name") + " " + Runtime.version());
        environment.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        environment.put("machine", machine());
        environment.put("device", String.valueOf(plan.sentence().execution().device()));
        environment.put("precision", plan.precision().toString());
        environment.put("threads", String.valueOf(Torch.threads()));
        git().ifPresent(commit -> environment.put("git", commit));
        return environment;
    }

    /** The name of the machine; empty if unknown. */
    private static String machine() {
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
    private static Optional<String> git() {
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
