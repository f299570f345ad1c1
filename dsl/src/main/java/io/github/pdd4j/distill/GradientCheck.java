package io.github.pdd4j.distill;

import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.network.PretrainedModels;
import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.Summary;
import io.github.pdd4j.view.Tables;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The check of a loss before training: its value, its gradients against finite differences, and its cost.
 *
 * <pre>{@code
 * Loss mine = p -> p.specialist().unlabeled().sub(p.generalist().unlabeled()).abs().mean();
 * System.out.println(check(mine));
 * }</pre>
 *
 * @param value of the loss without a weight; if it is not finite, nothing else is measured
 * @param labeled gradient check with respect to Y_S^L, the specialist's predictions of labeled input
 * @param unlabeled gradient check with respect to Y_S^U, the specialist's predictions of unlabeled input
 * @param share of the time of a training step that the loss takes, including what only this loss needs; from 0 to 1;
 *     NaN if not measured
 * @param warnings problems found, each with a fix; empty if there are none
 */
public record GradientCheck(double value, Slope labeled, Slope unlabeled, double share, List<String> warnings)
        implements Viewable {
    /**
     * Makes an immutable copy of the warnings.
     *
     * @param value value of the loss on one batch, before its weight is applied; may be NaN or infinite
     * @param labeled comparison of the gradient with finite differences, with respect to Y_S^L
     * @param unlabeled comparison of the gradient with finite differences, with respect to Y_S^U
     * @param share time that the loss adds to a training step, divided by the time of the step with it; from 0 to 1, or
     *     NaN
     * @param warnings sentences that each name a problem and its fix; empty if there are none
     */
    public GradientCheck {
        warnings = List.copyOf(warnings);
    }

    /**
     * The gradient of the loss with respect to one prediction, compared with central differences.
     *
     * <p>A change is the Euclidean norm of three changes of the loss, one for each direction in which the prediction is
     * moved: along the gradient, uniformly brighter, and random.
     *
     * @param gradient Euclidean norm of the gradient with respect to the prediction
     * @param expected change of the loss predicted by the gradient
     * @param measured change of the loss by central differences
     * @param off Euclidean norm of the differences between the predicted and the measured changes
     * @param rounding largest change that float32 rounding alone may cause; proportional to the value of the loss
     */
    public record Slope(double gradient, double expected, double measured, double off, double rounding) {
        /** The largest relative deviation at which the gradient and finite differences agree. */
        static final double TOLERANCE = 0.05;

        static final Slope UNKNOWN = new Slope(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

        /** Whether the loss does not depend on this prediction. */
        boolean nothing() {
            return gradient == 0 && measured == 0;
        }

        /**
         * Returns the relative deviation of the gradient from finite differences.
         *
         * @return {@code off} divided by the larger of {@code expected} and {@code measured}; 0 if both are 0
         */
        public double deviation() {
            double larger = Math.max(expected, measured);
            return larger == 0 ? 0 : off / larger;
        }

        /** Whether the gradient and finite differences differ by more than the tolerance and float32 rounding. */
        boolean wrong() {
            return deviation() > TOLERANCE && off > rounding;
        }

        /**
         * Returns whether finite differences cannot verify the gradient, because the change is too small relative to
         * the value of the loss.
         *
         * @return true if rounding alone may cause the change, or explains a deviation above the tolerance
         */
        public boolean tooSmallToTell() {
            double larger = Math.max(expected, measured);
            return larger > 0 && off <= rounding && (larger <= rounding || deviation() > TOLERANCE);
        }
    }

    /**
     * Checks a loss with the pretrained networks and one pair of small synthetic images.
     *
     * @param loss the loss to check
     * @return value, gradients, cost and warnings
     * @throws IllegalArgumentException if the loss fails or does not return one float32 number
     */
    public static GradientCheck of(Loss loss) {
        Distillation small = Distillation.in(PretrainedModels.slimVgg19())
                .generalist(PretrainedModels.generalist())
                .specialist(PretrainedModels.specialist())
                .labeled(Images.of(List.of(shipped("check-labeled.png"))).downscaledBy(Resampling.MATLAB_BICUBIC))
                .unlabeled(Images.of(List.of(shipped("check-unlabeled.png"))))
                .crop(16);
        return of(loss, small);
    }

    private static Image shipped(String resource) {
        try (InputStream in = GradientCheck.class.getResourceAsStream(resource)) {
            return ImageFiles.decoded(Objects.requireNonNull(in, resource).readAllBytes(), resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Checks a loss with the networks of a distillation, one of its labeled and one of its unlabeled images.
     *
     * @param loss the loss to check
     * @param sentence the distillation, which must be complete
     * @return value, gradients, cost and warnings
     * @throws IllegalStateException if a required setting is missing; the message names it
     * @throws IllegalArgumentException if the loss fails or does not return one float32 number
     */
    public static GradientCheck of(Loss loss, Distillation sentence) {
        return GradientCheckRun.of(loss, sentence);
    }

    /**
     * Returns the result as a table.
     *
     * @return one column for each prediction; rows: gradient norm, change by the gradient, change by finite
     *     differences, largest change by rounding, relative deviation
     */
    public Table table() {
        return Table.create("check")
                .addColumns(
                        StringColumn.create(
                                "with respect to the specialist's prediction of",
                                "gradient norm",
                                "change by the gradient",
                                "change by finite differences",
                                "change by rounding, at most",
                                "relative deviation"),
                        column("labeled", labeled),
                        column("unlabeled", unlabeled));
    }

    private String models() {
        return labeled.equals(Slope.UNKNOWN)
                ? "nothing measured"
                : String.format(
                        Locale.ROOT,
                        "loss %.4g, gradient %.4g on labeled and %.4g on unlabeled predictions, %.1f %% of a step",
                        value,
                        labeled.gradient,
                        unlabeled.gradient,
                        100 * share);
    }

    private static DoubleColumn column(String name, Slope slope) {
        return DoubleColumn.create(
                name,
                DoubleStream.of(slope.gradient, slope.expected, slope.measured, slope.rounding, slope.deviation())
                        .toArray());
    }

    @Override
    public View view() {
        Summary summary = Summary.of(toString()).add("", Tables.html(table()));
        String list = warnings.stream()
                .map(warning -> "<li>" + Html.escape(warning) + "</li>")
                .collect(Collectors.joining("", "<ul>", "</ul>"));
        return warnings.isEmpty() ? summary : summary.add("Warnings", new Html(String.join("\n", warnings), list));
    }

    private String untold() {
        return Stream.of(Map.entry("labeled", labeled), Map.entry("unlabeled", unlabeled))
                .filter(each -> each.getValue().tooSmallToTell())
                .map(each -> String.format(
                        Locale.ROOT,
                        "; the gradient on %s predictions is too small to tell by finite differences: it changes the loss by"
                                + " %.3g, and rounding alone by up to %.3g, so take constants out of the loss and check again",
                        each.getKey(),
                        each.getValue().expected,
                        each.getValue().rounding))
                .collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return models()
                + (warnings.isEmpty() ? "; nothing to warn of" : "; WARNING: " + String.join("; ", warnings))
                + untold();
    }
}
