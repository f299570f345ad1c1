package io.github.pdd4j.distill;

import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.data.Window;
import io.github.pdd4j.loss.Adversarial;
import io.github.pdd4j.loss.Term;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.tensor.Devices;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A finished sentence whose parts fit each other. */
record Plan(
        Generalist generalist,
        Network specialist,
        Pairs labeled,
        Images unlabeled,
        FeatureExtractor features,
        Objective objective,
        Schedule schedule,
        Distillation sentence) {

    /** Checks everything that can be checked before a weight is loaded or a picture decoded. */
    static Plan of(Distillation sentence) {
        Roles roles = sentence.roles();
        Plan plan = new Plan(
                said(roles.generalist(), sentence),
                said(roles.specialist(), sentence),
                said(roles.labeled(), sentence),
                said(roles.unlabeled(), sentence),
                roles.features(),
                sentence.objective(),
                sentence.schedule(),
                sentence);
        plan.check();
        return plan;
    }

    private void check() {
        generalist.requireScale(specialist.scale());
        generalist.requireWarmUp(warmUp());
        features.form().requireLayers(objective.layers());
        labeled.requireCrop(new Window(schedule.crop(), specialist.scale()));
        unlabeled.requireCrop(schedule.crop());
        if (sentence.execution().device() != null) {
            Devices.require(sentence.execution().device());
        }
        if (objective.judge() != null) {
            require(objective.judge());
        }
        requireDistances();
    }

    private void require(Adversarial adversarial) {
        int multiple = adversarial.critic().form().multiple();
        int side = schedule.crop() * specialist.scale();
        if (side % multiple != 0) {
            throw new IllegalArgumentException("crops must give the discriminator pictures whose side is a multiple of "
                    + multiple + ", got " + side + " from crops of " + schedule.crop() + ": use crop("
                    + (schedule.crop() / multiple + 1) * multiple + ")");
        }
        if (headStart() >= schedule.iterations()) {
            throw new IllegalArgumentException("head start of the discriminator must be below the iterations, got "
                    + headStart() + " of " + schedule.iterations()
                    + ": use adversarial(a -> a.headStart(...)) with fewer, the specialist would never learn");
        }
    }

    private void requireDistances() {
        int supervised = headStart() + warmUp();
        if (supervised >= schedule.iterations() && !distances(true).isEmpty()) {
            throw new IllegalArgumentException("warm-up must end before the iterations do, got " + warmUp() + " of "
                    + schedule.iterations() + (headStart() == 0 ? "" : " after a head start of " + headStart())
                    + ": use iterations(...) with more or warmUp(...) with fewer, no distance would ever begin");
        }
    }

    /** The same for so many iterations, whatever begins later. */
    Plan iterations(int value) {
        return new Plan(
                generalist, specialist, labeled, unlabeled, features, objective, schedule.iterations(value), sentence);
    }

    /** In which the networks compute. */
    Precision precision() {
        Precision said = schedule.precision();
        return said == null ? Precision.fastest(sentence.execution().used()) : said;
    }

    /** Iterations in which only the discriminator learns. */
    int headStart() {
        return objective.judge() == null ? 0 : objective.judge().headStart();
    }

    /** What the specialist's weights are called in a sentence, in their order. */
    List<String> weightNames() {
        return specialist.weights().names().stream()
                .map(name -> "the specialist's " + name)
                .toList();
    }

    /** The discriminator at work, or nobody. */
    Opponent opponent(Scope run) {
        return objective.judge() == null ? Opponent.NONE : new Discrimination(objective.judge(), this, run);
    }

    /** The terms that compare specialist and generalist, none before the end of the warm-up. */
    List<Term> distances(boolean warm) {
        return warm ? Objective.used(objective.distances().terms(generalist.gradientThroughLabeled())) : List.of();
    }

    /** Iterations of the specialist before the distances begin, counted after the head start. */
    int warmUp() {
        Integer said = schedule.warmUp();
        return said == null ? generalist.warmUp() : said;
    }

    private static <T> T said(@Nullable T part, Distillation sentence) {
        if (part == null) {
            throw new IllegalStateException("sentence must be complete before train(), got one without "
                    + String.join(", ", missing(sentence.roles())) + ": say it, for example distill()."
                    + missing(sentence.roles()).get(0) + "(...)");
        }
        return part;
    }

    static List<String> missing(Roles roles) {
        List<String> missing = new ArrayList<>();
        require(missing, "generalist", roles.generalist());
        require(missing, "specialist", roles.specialist());
        require(missing, "labeled", roles.labeled());
        require(missing, "unlabeled", roles.unlabeled());
        return List.copyOf(missing);
    }

    private static void require(List<String> missing, String name, @Nullable Object part) {
        if (part == null) {
            missing.add(name);
        }
    }
}
