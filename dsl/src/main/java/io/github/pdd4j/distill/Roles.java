package io.github.pdd4j.distill;

import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Network;
import org.jspecify.annotations.Nullable;

/** Who takes part; what is not said yet is null. */
record Roles(
        @Nullable Generalist generalist,
        @Nullable Network specialist,
        @Nullable Pairs labeled,
        @Nullable Images unlabeled,
        FeatureExtractor features) {

    static Roles in(FeatureExtractor features) {
        return new Roles(null, null, null, null, features);
    }

    Roles generalist(Generalist value) {
        return new Roles(value, specialist, labeled, unlabeled, features);
    }

    Roles specialist(Network value) {
        return new Roles(generalist, value, labeled, unlabeled, features);
    }

    Roles labeled(Pairs value) {
        return new Roles(generalist, specialist, value, unlabeled, features);
    }

    Roles unlabeled(Images value) {
        return new Roles(generalist, specialist, labeled, value, features);
    }

    Roles features(FeatureExtractor value) {
        return new Roles(generalist, specialist, labeled, unlabeled, value);
    }
}
