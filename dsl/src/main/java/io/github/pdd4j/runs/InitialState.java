package io.github.pdd4j.runs;

import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.sentence.Roles;
import io.github.pdd4j.train.TrainedModels;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StoredType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * What a run starts from: its networks, a sample image to show them on, and its images as they were then.
 *
 * @param specialist the initial specialist
 * @param generalist the initial generalist; empty if no network is one
 * @param sample center crop of an unlabeled image, at most 64×64 pixels; empty if the image is not finite
 * @param images digests of the image sets by role, taken before the training: files may be gone or changed after it
 */
public record InitialState(
        Network specialist,
        Optional<Network> generalist,
        Optional<Image> sample,
        Map<String, Provenance.ImageSet> images) {
    private static final int SIDE = 64;
    private static final String ENDING = ".safetensors";
    private static final String SAMPLE = "sample.png";

    public static InitialState of(Plan plan) {
        Image image = plan.unlabeled().load(plan.unlabeled().size() - 1).rgb();
        int side = Math.min(SIDE, Math.min(image.width(), image.height()));
        Image middle = image.crop((image.width() - side) / 2, (image.height() - side) / 2, side, side);
        // The training reports non-finite images by name; the run is saved and shown without the sample.
        return new InitialState(
                plan.specialist(),
                plan.generalist().start(plan.specialist()),
                Optional.of(middle).filter(Image::isFinite),
                Provenance.images(plan));
    }

    /**
     * Names the trained specialist after the network that the first training started from, so that names do not grow
     * from run to run. The name also shows if no step changed the weights.
     */
    Network adapted(Network trained) {
        String first = specialist.origin();
        if (changed(trained)) {
            return trained.named("adapted from " + first, first);
        }
        return trained.named(specialist.adaptedFrom().isPresent() ? specialist.source() : "unchanged " + first, first);
    }

    /** Names a moving average after the network that the first training started from. */
    Network averaged(Network moving) {
        String first = specialist.origin();
        return changed(moving) ? moving.named("moving average adapted from " + first, first) : moving;
    }

    /** A copy in which the name of the specialist tells whether and from what it was trained. */
    TrainedModels named(TrainedModels models) {
        return models.changed(this::adapted, this::averaged, this::adapted);
    }

    /** Whether any weight differs from the initial specialist. */
    public boolean changed(Network trained) {
        return trained.weights().names().stream()
                .anyMatch(name -> !Arrays.equals(
                        trained.weights().tensor(name).floats(),
                        specialist.weights().tensor(name).floats()));
    }

    void write(RunFolder folder) {
        write(specialist, folder.start(Roles.SPECIALIST + ENDING));
        generalist.ifPresent(network -> write(network, folder.start(Roles.GENERALIST + ENDING)));
        sample.ifPresent(image -> ImageFiles.save(image, folder.start(SAMPLE)));
    }

    /** Without the card of a network that was adapted before, since a run has no place for it. */
    private static void write(Network network, Path file) {
        Checkpoints.write(network.config().written(network.weights()), file, StoredType.FLOAT32);
    }

    static InitialState read(RunFolder folder, Provenance provenance) {
        Map<String, Provenance.Weights> sources = provenance.weights();
        return new InitialState(
                network(folder, Roles.SPECIALIST, sources),
                Files.exists(folder.start(Roles.GENERALIST + ENDING))
                        ? Optional.of(network(folder, Roles.GENERALIST, sources))
                        : Optional.empty(),
                sample(folder.start(SAMPLE)),
                provenance.images());
    }

    private static Optional<Image> sample(Path file) {
        return Files.exists(file) ? Optional.of(ImageFiles.load(file)) : Optional.empty();
    }

    private static Network network(RunFolder folder, String role, Map<String, Provenance.Weights> sources) {
        String file = role + ENDING;
        Network network = Network.of(Checkpoints.readWhole(folder.start(file)), file);
        Provenance.Weights known = sources.get(role);
        if (known == null) {
            return network;
        }
        return known.adaptedFrom() == null
                ? new Network(network.config(), network.weights(), known.source())
                : network.named(known.source(), known.adaptedFrom());
    }
}
