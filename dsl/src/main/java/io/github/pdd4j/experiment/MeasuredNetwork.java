package io.github.pdd4j.experiment;

import io.github.pdd4j.balance.Balance;
import io.github.pdd4j.distill.Run;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.sentence.MovingAverage;
import io.github.pdd4j.sentence.Plan;
import java.util.Optional;

/**
 * Which network of a run a study measures.
 *
 * <pre>{@code
 * System.out.println(study("steady", distill()).network(MeasuredNetwork.SPECIALIST));
 * }</pre>
 */
public enum MeasuredNetwork {
    /** The network that {@code best(...)} or the aim of a balance keeps: {@link Run#best()}. */
    BEST,
    /** The moving average, of EMA mode or of {@code movingAverage(...)}: {@link Run#movingAverage()}. */
    MOVING_AVERAGE,
    /** The specialist after the last iteration: {@link Run#specialist()}. */
    SPECIALIST;

    /** The network that is the result of a plan: the only place that decides it. */
    static MeasuredNetwork usual(Plan plan) {
        if (hasBest(plan)) {
            return BEST;
        }
        // In static mode the average is an addition: a variant that has it is compared by the same network as others.
        return plan.generalist() instanceof MovingAverage ? MOVING_AVERAGE : SPECIALIST;
    }

    private static boolean hasBest(Plan plan) {
        return !plan.sentence().execution().best().isEmpty()
                || Optional.ofNullable(plan.objective().balance())
                        .flatMap(Balance::constraint)
                        .isPresent();
    }

    private static boolean isAverage(Plan plan) {
        return plan.average().isPresent();
    }

    /** Checks that runs of this plan have the network. */
    void require(Plan plan, String variant) {
        if (this == BEST && !hasBest(plan)) {
            throw new IllegalArgumentException("network(BEST) needs a best network in every variant, got \"" + variant
                    + "\" without best(...) or an aim: add validate(pairs, psnr()).best(\"PSNR\") to the base");
        }
        if (this == MOVING_AVERAGE && !isAverage(plan)) {
            throw new IllegalArgumentException(
                    "network(MOVING_AVERAGE) needs a moving average in every variant, got \"" + variant
                            + "\" without one: add movingAverage(0.99) to it, or use network(MeasuredNetwork.SPECIALIST)");
        }
    }

    Network of(Run run) {
        return switch (this) {
            case BEST -> run.best();
            case MOVING_AVERAGE -> run.movingAverage();
            case SPECIALIST -> run.specialist();
        };
    }
}
