package io.github.pdd4j.distill;

import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.weights.Checkpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * What a run began with, as far as showing it needs.
 *
 * @param sample part of an unlabeled image
 */
record InitialState(Network specialist, Network generalist, Image sample) {
    private static final int SIDE = 64;
    private static final String SPECIALIST = "specialist";
    private static final String GENERALIST = "generalist";
    private static final String ENDING = ".safetensors";
    private static final String SAMPLE = "sample.png";

    static InitialState of(Plan plan) {
        Image image = plan.unlabeled().load(plan.unlabeled().size() - 1).rgb();
        int side = Math.min(SIDE, Math.min(image.width(), image.height()));
        Image middle = image.crop((image.width() - side) / 2, (image.height() - side) / 2, side, side);
        return new InitialState(plan.specialist(), plan.generalist().start(plan.specialist()), middle);
    }

    /**
     * The network that training made of the specialist, named after the one that training began with first, so that names do
     * not grow from run to run; one that no step changed says so.
     */
    Network adapted(Network trained) {
        String first = specialist.origin();
        if (changed(trained)) {
            return trained.named("adapted from " + first, first);
        }
        return trained.named(specialist.adaptedFrom().isPresent() ? specialist.source() : "unchanged " + first, first);
    }

    /** Whether a number of it differs from the specialist's; with any training the first ones do. */
    boolean changed(Network trained) {
        return trained.weights().names().stream()
                .anyMatch(name -> !Arrays.equals(
                        trained.weights().tensor(name).floats(),
                        specialist.weights().tensor(name).floats()));
    }

    void write(RunFolder folder) {
        specialist.save(folder.start(SPECIALIST + ENDING));
        generalist.save(folder.start(GENERALIST + ENDING));
        // Images that are not finite are named by the training itself; the run is kept and shown without them.
        if (sample.isFinite()) {
            ImageFiles.save(sample, folder.start(SAMPLE));
        }
    }

    static InitialState read(RunFolder folder, Map<String, Provenance.Weights> sources) {
        return new InitialState(
                network(folder, SPECIALIST, sources),
                network(folder, GENERALIST, sources),
                sample(folder.start(SAMPLE)));
    }

    private static Image sample(Path file) {
        return Files.exists(file)
                ? ImageFiles.load(file)
                : Image.of(3, 1, 1, new float[] {Float.NaN, Float.NaN, Float.NaN});
    }

    private static Network network(RunFolder folder, String role, Map<String, Provenance.Weights> sources) {
        String file = role + ENDING;
        Network network = Network.of(Checkpoints.readWhole(folder.start(file)), file);
        Provenance.Weights known = sources.get(role);
        if (known == null) {
            return network;
        }
        return known.adaptedFrom() == null
                ? network.named(known.source())
                : network.named(known.source(), known.adaptedFrom());
    }
}
