package io.github.pdd4j.tools.adapt;

import io.github.pdd4j.archive.RunDirectory;
import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The adaptations that have finished, the newest last. A few are kept, so that a call with more minutes goes on; their
 * result is in the file that the user named. Runs that were stopped are not in the list, and stay.
 *
 * @param folder folder of runs; the list is a text file in it
 */
public record FinishedRuns(Path folder) {
    /** How many are kept: some 0.7 GB each for Real-ESRGAN. */
    public static final int KEPT = 3;

    private static final String LIST = "finished-adaptations.txt";

    /**
     * Adds a run, or makes it the newest, and deletes those before the newest {@link #KEPT}. A run stays and is tried
     * again next time if a process trains it; one with files of others in its folder stays for good.
     *
     * @param name name of the run
     * @return the names of the deleted runs
     * @throws java.io.UncheckedIOException if the list or a run cannot be written
     */
    public List<String> add(String name) {
        List<String> names = names();
        names.remove(name);
        names.add(name);
        List<String> deleted = new ArrayList<>();
        for (String old : List.copyOf(names.subList(0, Math.max(0, names.size() - KEPT)))) {
            RunFolder run = new RunDirectory(folder).of(old);
            if (!run.begun() || run.holdsOthers()) {
                names.remove(old);
            } else if (run.delete()) {
                names.remove(old);
                deleted.add(old);
            }
        }
        write(names);
        return deleted;
    }

    /**
     * Takes a run out of the list, since it is trained further.
     *
     * @param name name of the run
     */
    public void remove(String name) {
        List<String> names = names();
        if (names.remove(name)) {
            write(names);
        }
    }

    private List<String> names() {
        Path list = folder.resolve(LIST);
        try {
            return Files.exists(list) ? new ArrayList<>(Files.readAllLines(list)) : new ArrayList<>();
        } catch (IOException e) {
            throw AtomicFile.failure(list, e);
        }
    }

    private void write(List<String> names) {
        byte[] text = String.join("\n", names).concat("\n").getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(folder.resolve(LIST), file -> file.write(text));
    }
}
