package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.setting.Phrases;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Degradations applied one after another. */
record DegradationChain(List<Degradation> steps) implements Degradation {
    DegradationChain {
        steps = List.copyOf(steps);
    }

    @Override
    public Image apply(Image image, RandomGenerator random) {
        Image result = image;
        for (Degradation step : steps) {
            result = Degradations.applied(step, result, random);
        }
        return result;
    }

    @Override
    public Degradation then(Degradation next) {
        List<Degradation> longer = new ArrayList<>(steps);
        longer.add(next);
        return new DegradationChain(longer);
    }

    @Override
    public String toString() {
        String rest = steps.stream()
                .skip(1)
                .map(step -> ".then(" + Phrases.of(step) + ")")
                .collect(Collectors.joining());
        return Phrases.of(steps.get(0)) + rest;
    }
}
