package io.github.pdd4j.archive;

import io.github.pdd4j.io.NearestNames;
import io.github.pdd4j.io.Program;
import io.github.pdd4j.setting.Phrases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The home folder, which holds downloaded weights, images and runs: the value of {@code PDD4J_HOME}, or
 * {@code .pdd/home} by default.
 *
 * <pre>{@code
 * System.out.println(HomeFolder.runs());
 * }</pre>
 */
public final class HomeFolder {
    private static final List<String> ENDINGS = List.of("", ".pth", ".safetensors", ".param", ".npz", ".ckpt");
    private static final String[] NONE = {};
    private static final String HEADS = "lpips-";

    private static final String BSD = "BSD-3-Clause";
    private static final String APACHE = "Apache-2.0";

    /** Weights that {@code ./pdd fetch} downloads and their licenses, as listed in {@code datasets/catalog.json}. */
    static final Map<String, String> LICENSES = Map.ofEntries(
            Map.entry("realesrgan-x4plus", BSD),
            Map.entry("realesrgan-x4plus-anime", BSD),
            Map.entry("realesr-animevideov3-x4", BSD),
            Map.entry("span-x2", APACHE),
            Map.entry("span-x4", APACHE),
            Map.entry("realcugan-x2", "MIT"),
            Map.entry("realcugan-x3", "MIT"),
            Map.entry("realcugan-x4", "MIT"),
            Map.entry("realsr-df2k-x4", APACHE),
            Map.entry("dat-light-x2", APACHE),
            Map.entry("dat-light-x3", APACHE),
            Map.entry("dat-light-x4", APACHE),
            Map.entry("efficientnet-lite0", APACHE),
            Map.entry("vgg19", BSD),
            Map.entry("alexnet", BSD),
            Map.entry("vgg16", BSD),
            Map.entry("lpips-alexnet", "BSD-2-Clause"),
            Map.entry("lpips-vgg16", "BSD-2-Clause"),
            Map.entry(
                    "niqe",
                    "free with its notice (LIVE, The University of Texas at Austin), in an Apache-2.0 package"));

    static final List<String> FETCHED_WEIGHTS =
            LICENSES.keySet().stream().sorted().toList();

    static final List<String> FETCHED_IMAGES = List.of(
            "photographs", "photographs-ccby", "photographs-classic", "realsr-v3", "drealsr", "ntire20-track1", "df2k");

    /** Metrics that need weights other than those of their own name. */
    private static final Map<String, List<String>> NEEDED = Map.of("lpips", List.of("alexnet", "lpips-alexnet"));

    private HomeFolder() {}

    /**
     * The default folder of runs.
     *
     * @return the folder, which may not exist yet
     */
    public static Path runs() {
        return folder().resolve("runs");
    }

    /**
     * The default folder of the runs and scores of studies.
     *
     * @return the folder, which may not exist yet
     */
    public static Path studies() {
        return folder().resolve("studies");
    }

    /**
     * The cache file of image SHA-256 digests.
     *
     * @return the file, which may not exist yet
     */
    public static Path digests() {
        return folder().resolve("digests.tsv");
    }

    /**
     * Finds a weights file by path, or by the name under which {@code ./pdd fetch} downloads it. A file at the path is
     * preferred, then a downloaded file, then a folder at the path.
     *
     * @param fileOrName path, or name of downloaded weights
     * @param others other valid names, for the error message
     * @return the file or folder
     * @throws IllegalArgumentException if nothing is found; the message lists the known names and suggests the nearest
     */
    public static Path weights(String fileOrName, List<String> others) {
        return weights(folder(), fileOrName, others);
    }

    static Path weights(Path home, String fileOrName, List<String> others) {
        Path file = Path.of(fileOrName);
        if (Files.exists(file) && !Files.isDirectory(file)) {
            return file;
        }
        return find(home, fileOrName)
                .or(() -> Optional.of(file).filter(Files::isDirectory))
                .orElseThrow(() -> unknown(fileOrName, others));
    }

    /**
     * Finds images by the name under which {@code ./pdd fetch} downloads them, for example
     * {@code photographs/held-out}, or by path. A downloaded set is preferred.
     *
     * @param nameOrPath name of downloaded images, or path
     * @return the folder or file; a path is returned even if it does not exist
     * @throws IllegalArgumentException if the name is of a set that was not downloaded, or resembles one and does not
     *     exist; the message gives the command or the nearest name
     */
    public static Path images(String nameOrPath) {
        return images(folder(), nameOrPath);
    }

    static Path images(Path home, String nameOrPath) {
        Path path = Path.of(nameOrPath);
        if (!isName(path)) {
            return path;
        }
        Path fetched = home.resolve("images").resolve(path);
        if (Files.exists(fetched) && !nameOrPath.isBlank()) {
            return fetched;
        }
        String set = path.getName(0).toString();
        if (Files.exists(path)) {
            return path;
        }
        if (FETCHED_IMAGES.contains(set)) {
            String got = Files.exists(home.resolve("images").resolve(set))
                    ? nameOrPath + ", which the fetched set does not have, it has "
                            + names(home.resolve("images").resolve(set))
                    : nameOrPath + ", which was not fetched";
            throw new IllegalArgumentException("images must be a folder, a file or a fetched set, got " + got + ": run "
                    + Program.command("fetch " + set));
        }
        Optional<String> meant = NearestNames.near(set, FETCHED_IMAGES);
        if (meant.isPresent()) {
            throw new IllegalArgumentException(
                    "images must be a folder, a file or a set that " + Program.command("fetch") + " downloads, got "
                            + nameOrPath + ", which does not exist in "
                            + Path.of("").toAbsolutePath() + ": check the path, or try "
                            + meant.get());
        }
        return path;
    }

    /** Whether a path may be a name: {@code ./x}, {@code ../x} and absolute paths are always paths. */
    private static boolean isName(Path path) {
        return !path.isAbsolute() && path.equals(path.normalize()) && !path.startsWith("..");
    }

    private static List<String> names(Path folder) {
        return Arrays.stream(Objects.requireNonNullElse(folder.toFile().list(), NONE))
                .sorted()
                .toList();
    }

    /**
     * Writes a folder as a Java string literal: downloaded images by name, others relative to the working directory if
     * that is shorter.
     *
     * @param folder folder to write
     * @return the string literal
     */
    public static String phrase(Path folder) {
        return phrase(folder(), folder);
    }

    static String phrase(Path home, Path folder) {
        Path fetched = home.resolve("images").toAbsolutePath().normalize();
        Path whole = folder.toAbsolutePath().normalize();
        if (whole.startsWith(fetched) && !whole.equals(fetched)) {
            String name = fetched.relativize(whole).toString().replace('\\', '/');
            return Phrases.of(name);
        }
        return Phrases.of(folder);
    }

    /**
     * Returns what {@code network(...)} loads a weights file by: the name under which {@code ./pdd fetch} downloads it,
     * otherwise its path, relative to the working directory if that is shorter.
     *
     * @param file the weights file
     * @return the name or the path
     */
    public static String weightsName(Path file) {
        return weightsName(folder(), file);
    }

    static String weightsName(Path home, Path file) {
        Path whole = file.toAbsolutePath().normalize();
        String name = String.valueOf(whole.getFileName());
        return ENDINGS.stream()
                .filter(name::endsWith)
                .map(ending -> name.substring(0, name.length() - ending.length()))
                .filter(FETCHED_WEIGHTS::contains)
                .filter(entry -> find(home, entry)
                        .filter(found -> found.toAbsolutePath().normalize().equals(whole))
                        .isPresent())
                .findFirst()
                .orElseGet(() -> Phrases.shortened(file).toString());
    }

    /**
     * The license of weights that {@code ./pdd fetch} downloaded.
     *
     * @param file the weights file
     * @return the license; empty for any other file
     */
    public static Optional<String> license(Path file) {
        return license(folder(), file);
    }

    static Optional<String> license(Path home, Path file) {
        return Optional.ofNullable(LICENSES.get(weightsName(home, file)));
    }

    /**
     * Whether a download of {@code ./pdd fetch}, a file or folder of it, or any other path exists: {@code photographs},
     * {@code realesrgan-x4plus}. {@code lpips} stands for all weights of that metric.
     *
     * @param name name of the download, or path
     * @param shipped names that are always available
     * @return whether it exists
     * @throws IllegalArgumentException if the name is neither a known name nor a file
     */
    public static boolean available(String name, List<String> shipped) {
        return available(folder(), name, shipped);
    }

    static boolean available(Path home, String name, List<String> shipped) {
        if (shipped.contains(name)) {
            return true;
        }
        if (NEEDED.containsKey(name)) {
            return NEEDED.get(name).stream().allMatch(each -> find(home, each).isPresent());
        }
        Path path = Path.of(name);
        if (find(home, name).isPresent() || Files.exists(path)) {
            return true;
        }
        if (isName(path) && FETCHED_IMAGES.contains(path.getName(0).toString())) {
            Path set = home.resolve("images").resolve(path);
            return Files.isRegularFile(set) || !names(set).isEmpty();
        }
        if (FETCHED_WEIGHTS.contains(name) || path.getNameCount() > 1 || name.contains(".")) {
            return false;
        }
        List<String> known = Stream.of(NEEDED.keySet().stream(), FETCHED_WEIGHTS.stream(), FETCHED_IMAGES.stream())
                .flatMap(each -> each)
                .toList();
        throw new IllegalArgumentException(
                "available(...) needs a name that " + Program.command("fetch") + " knows or a file, got " + name
                        + ": try " + NearestNames.one(name, known) + ", or see " + Program.command("fetch --list"));
    }

    private static IllegalArgumentException unknown(String name, List<String> others) {
        if (FETCHED_WEIGHTS.contains(name)) {
            return new IllegalArgumentException("network must be a file or fetched weights, got " + name
                    + ", which was not fetched: run " + Program.command("fetch " + name));
        }
        List<String> known = Stream.concat(others.stream(), all()).toList();
        String nearest = known.isEmpty() ? "" : ", try " + NearestNames.one(name, known);
        Optional<String> meant = NearestNames.near(name, known)
                .map(near -> ", try " + near)
                .or(() -> NearestNames.near(name, FETCHED_WEIGHTS)
                        .map(near -> ", try " + Program.command("fetch " + near)));
        return new IllegalArgumentException(String.format(
                Locale.ROOT,
                "network must be a file or one of %s, got %s, which is no file in %s: check the path%s, or see %s",
                known,
                name,
                Path.of("").toAbsolutePath(),
                meant.orElse(nearest),
                Program.command("fetch --list")));
    }

    /** Names of the downloaded weights, without file extensions. */
    private static Stream<String> all() {
        String[] files =
                Objects.requireNonNullElse(folder().resolve("weights").toFile().list(), NONE);
        return Arrays.stream(files)
                .sorted()
                .flatMap(file -> ENDINGS.stream()
                        .filter(ending -> !ending.isEmpty() && file.endsWith(ending))
                        .map(ending -> file.substring(0, file.length() - ending.length())));
    }

    /**
     * Finds downloaded weights that a metric requires.
     *
     * @param measure name of the metric, for the error message
     * @param names names of the weights
     * @return one file per name, in the given order
     * @throws IllegalArgumentException if any were not downloaded; the message lists all that are missing
     */
    public static List<Path> fetched(String measure, String... names) {
        List<String> missing =
                Arrays.stream(names).filter(name -> find(name).isEmpty()).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s needs the weights %s, got none in %s: run %s, or put the files there under these names",
                    measure,
                    String.join(" and ", missing),
                    folder().resolve("weights").toAbsolutePath(),
                    Program.command("fetch " + String.join(" ", missing))));
        }
        return Arrays.stream(names).flatMap(name -> find(name).stream()).toList();
    }

    private static Optional<Path> find(String name) {
        return find(folder(), name);
    }

    private static Optional<Path> find(Path home, String name) {
        Stream<String> files = ENDINGS.stream().map(ending -> name + ending);
        // A .ckpt of LPIPS holds the learned weights beside its network.
        Stream<String> shared =
                name.startsWith(HEADS) ? Stream.of(name.substring(HEADS.length()) + ".ckpt") : Stream.of();
        return Stream.concat(files, shared)
                .map(home.resolve("weights")::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static Path folder() {
        String home = System.getenv("PDD4J_HOME");
        return home == null || home.isBlank() ? Path.of(".pdd", "home") : Path.of(home);
    }
}
