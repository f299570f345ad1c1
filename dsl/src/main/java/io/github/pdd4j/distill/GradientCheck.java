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
 * What a loss is worth before any training: its value, its gradients against finite differences, and its cost.
 *
 * <pre>{@code
 * Loss mine = p -> p.specialist().unlabeled().sub(p.generalist().unlabeled()).abs().mean();
 * System.out.println(check(mine));
 * }</pre>
 *
 * @param value of the loss, without a weight; the rest is not measured where it is not finite
 * @param labeled how it depends on Y_S^L
 * @param unlabeled how it depends on Y_S^U
 * @param share of a whole step that it costs, with everything that only it asks for, from 0 to 1
 * @param warnings what is wrong with it, and what to do; empty when nothing is
 */
public record GradientCheck(double value, Slope labeled, Slope unlabeled, double share, List<String> warnings)
        implements Viewable {
    /** Keeps a copy of the warnings. */
    public GradientCheck {
        warnings = List.copyOf(warnings);
    }

    /**
     * How the loss depends on one of the specialist's predictions; changes are Euclidean norms over three directions:
     * along the gradient, brighter, and at random.
     *
     * @param gradient norm of the gradient with respect to the prediction
     * @param expected change by the gradient
     * @param measured change by central differences
     * @param off norm of the difference of the two
     * @param rounding change that the rounding of float32 alone may make, which grows with the loss's value
     */
    public record Slope(double gradient, double expected, double measured, double off, double rounding) {
        /** The relative deviation up to which a gradient and finite differences agree. */
        static final double TOLERANCE = 0.05;

        static final Slope UNKNOWN = new Slope(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

        /** Whether the loss does not depend on this prediction at all. */
        boolean nothing() {
            return gradient == 0 && measured == 0;
        }

        /** The difference relative to the larger change, 0 where nothing changes. */
        public double deviation() {
            double larger = Math.max(expected, measured);
            return larger == 0 ? 0 : off / larger;
        }

        /** Whether the gradient and finite differences differ by more than rounding explains. */
        boolean wrong() {
            return deviation() > TOLERANCE && off > rounding;
        }

        /**
         * Whether the change is too small beside the loss's value for finite differences to tell anything: rounding alone
         * may make as much, or explains all by which the two differ.
         */
        public boolean tooSmallToTell() {
            double larger = Math.max(expected, measured);
            return larger > 0 && off <= rounding && (larger <= rounding || deviation() > TOLERANCE);
        }
    }

    /** Checks a loss with the shipped networks on one pair of small drawn images. */
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
     * Checks a loss with a sentence's networks and images, one of each kind.
     *
     * @throws IllegalStateException when the sentence is unfinished; the message names what is missing
     * @throws IllegalArgumentException when the loss fails or returns anything but one float32 number, as in a training
     */
    public static GradientCheck of(Loss loss, Distillation sentence) {
        return GradientCheckRun.of(loss, sentence);
    }

    /** A column for each prediction: gradient norm, change by the gradient and by finite differences, deviation. */
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

    private String outcome() {
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
        return outcome()
                + (warnings.isEmpty() ? "; nothing to warn of" : "; WARNING: " + String.join("; ", warnings))
                + untold();
    }
}
