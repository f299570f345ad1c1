package io.github.pdd4j.distill;

import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.data.Window;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Network;
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
        Distillation.Roles roles = sentence.roles();
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
        features.requireLayers(objective.layers());
        labeled.requireCrop(new Window(schedule.crop(), specialist.scale()));
        unlabeled.requireCrop(schedule.crop());
    }

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

    static List<String> missing(Distillation.Roles roles) {
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
