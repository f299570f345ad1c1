package io.github.pdd4j.runs;

import io.github.pdd4j.data.ImageDigest;
import io.github.pdd4j.io.Sha256;
import io.github.pdd4j.loss.Adversarial;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.sentence.Roles;
import io.github.pdd4j.weights.StateDict;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a run.
 *
 * @param weights networks by role
 * @param images image sets by role
 */
record Provenance(Map<String, Weights> weights, Map<String, ImageSet> images) {
    /**
     * The initial weights of a network.
     *
     * @param source description of the source
     * @param sha256 digest of the file, or of the tensors if there is no file
     * @param adaptedFrom network that it was originally trained from; null if it was not adapted
     */
    record Weights(String source, String sha256, @Nullable String adaptedFrom) {
        static Weights of(String source, StateDict weights) {
            return new Weights(source, weights.sha256().orElseGet(weights::digest), null);
        }

        static Weights of(Network network) {
            return new Weights(
                    network.source(),
                    of(network.source(), network.weights()).sha256,
                    network.adaptedFrom().orElse(null));
        }
    }

    /**
     * A set of images.
     *
     * @param phrase Java code of the set
     * @param sha256 digest of the list of files
     * @param files digest and name of each file
     */
    record ImageSet(String phrase, String sha256, List<String> files) {
        static ImageSet of(Object phrase, List<ImageDigest> images) {
            List<String> files = images.stream().map(ImageDigest::line).toList();
            byte[] list = String.join("\n", files).getBytes(StandardCharsets.UTF_8);
            return new ImageSet(phrase.toString(), Sha256.of(digest -> digest.update(list)), files);
        }
    }

    Provenance {
        weights = Collections.unmodifiableMap(new TreeMap<>(weights));
        images = Collections.unmodifiableMap(new TreeMap<>(images));
    }

    static Provenance of(Plan plan) {
        return of(plan, images(plan));
    }

    /** With image sets whose files were hashed already. */
    static Provenance of(Plan plan, Map<String, ImageSet> images) {
        return new Provenance(weights(plan), images);
    }

    private static Map<String, Weights> weights(Plan plan) {
        Map<String, Weights> weights = new LinkedHashMap<>();
        Network specialist = plan.specialist();
        weights.put(Roles.SPECIALIST, Weights.of(specialist));
        plan.generalist()
                .start(specialist)
                .ifPresent(generalist -> weights.put(Roles.GENERALIST, Weights.of(generalist)));
        weights.put(
                "features", Weights.of(plan.features().source(), plan.features().weights()));
        Adversarial adversarial = plan.objective().activeAdversarial();
        if (adversarial != null) {
            StateDict start = adversarial.discriminator().start(plan.schedule().initialSeed());
            weights.put("discriminator", Weights.of(adversarial.discriminator().toString(), start));
        }
        return weights;
    }

    /** The image sets by role, in the order of their names. */
    static Map<String, ImageSet> images(Plan plan) {
        Map<String, ImageSet> images = new LinkedHashMap<>();
        images.put(Roles.LABELED, ImageSet.of(plan.labeled(), plan.labeled().digests()));
        images.put(
                Roles.UNLABELED, ImageSet.of(plan.unlabeled(), plan.unlabeled().digests()));
        plan.predicted()
                .ifPresent(inputs -> inputs.predictions()
                        .forEach((role, set) -> images.put(predictionsOf(role), ImageSet.of(set, set.digests()))));
        return new TreeMap<>(images);
    }

    /** The role of another program's predictions of images. */
    static String predictionsOf(String role) {
        return "predictions of " + role;
    }

    /** The roles whose weights or images differ. */
    List<String> different(Provenance other) {
        Map<String, String> its = other.digests();
        return digests().entrySet().stream()
                .filter(mine -> !mine.getValue().equals(its.get(mine.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Map<String, String> digests() {
        Map<String, String> digests = new LinkedHashMap<>();
        weights.forEach((role, network) -> digests.put(role, network.sha256));
        images.forEach((role, set) -> digests.put(role, set.sha256));
        return digests;
    }
}
