package io.github.pdd4j.tools.study;

import static io.github.pdd4j.Pdd.aim;
import static io.github.pdd4j.Pdd.bicubic;
import static io.github.pdd4j.Pdd.bicubicUpscaling;
import static io.github.pdd4j.Pdd.cagrad;
import static io.github.pdd4j.Pdd.compactGeneralist;
import static io.github.pdd4j.Pdd.compactSpecialist;
import static io.github.pdd4j.Pdd.conflictFree;
import static io.github.pdd4j.Pdd.invariant;
import static io.github.pdd4j.Pdd.keep;
import static io.github.pdd4j.Pdd.lpips;
import static io.github.pdd4j.Pdd.network;
import static io.github.pdd4j.Pdd.psnr;
import static io.github.pdd4j.Pdd.randomWeights;
import static io.github.pdd4j.Pdd.shares;

import io.github.pdd4j.Pdd;
import io.github.pdd4j.balance.Balance;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.distill.Distillation;
import io.github.pdd4j.experiment.Study;
import io.github.pdd4j.metric.Metric;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.tools.adapt.AdaptSettings;
import io.github.pdd4j.tools.make.Camera;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One cell of the study: a network to start from, a camera and a feature network, under which all weights and balances
 * are compared.
 *
 * @param start {@link #PAIR}, a weight file, or a name that {@code ./pdd fetch} knows
 * @param camera degradation of the unlabeled and the held-out images
 * @param features {@code vgg16} or {@code slim}
 */
public record StudyCell(String start, Camera camera, Features features) {
    /** The shipped specialist, taught by the shipped generalist in static mode; other starts are their own generalist. */
    static final String PAIR = "shipped-pair";

    /** Name of the row with the paper's weights, λ1 = λ2 = 1. */
    static final String PAPER = "base";

    /** Names of the rows of balances. */
    static final List<String> BALANCES = List.copyOf(balances().keySet());

    /** Name of the control of the balances. */
    static final String RANDOM = "random weights";

    static final Metric FIDELITY = psnr();

    static final String CAMERA_SET = "camera";
    static final String CLEAN_SET = "clean";
    private static final int TEST_SIDE = 128;

    /** λ1 and λ2 of the grid: three ratios at two totals, and each distance alone. */
    private static final List<double[]> GRID = List.of(
            new double[] {1, 1},
            new double[] {1.5, 0.5},
            new double[] {0.5, 1.5},
            new double[] {0.25, 0.25},
            new double[] {0.375, 0.125},
            new double[] {0.125, 0.375},
            new double[] {1, 0},
            new double[] {0, 1});

    /** The network whose features are compared. */
    public enum Features {
        /** VGG16 of {@code ./pdd fetch}. */
        VGG16("VGG16") {
            @Override
            FeatureExtractor network() {
                return Pdd.vgg16();
            }
        },
        /** The slim VGG19 of the project. */
        SLIM("the shipped slim VGG19") {
            @Override
            FeatureExtractor network() {
                return Pdd.slimVgg19();
            }
        };

        private final String text;

        Features(String text) {
            this.text = text;
        }

        abstract FeatureExtractor network();

        String text() {
            return text;
        }
    }

    /** {@return LPIPS, whose weights must have been fetched} */
    static Metric perception() {
        return lpips();
    }

    /** {@return the name of the start: that of its file, without folder and ending} */
    String startName() {
        return start.replaceAll(".*[/\\\\]", "").replaceAll("\\.[A-Za-z]+$", "");
    }

    /** {@return the name of the cell, which is the name of its files} */
    String name() {
        return startName() + "-" + camera.name().toLowerCase(Locale.ROOT) + "-"
                + features.name().toLowerCase(Locale.ROOT);
    }

    /** {@return the names of the rows of the grid, the paper's weights first} */
    static List<String> grid() {
        List<String> names = new ArrayList<>(List.of(PAPER));
        GRID.stream().skip(1).forEach(each -> names.add(name(each)));
        return names;
    }

    /** {@return λ1 and λ2 of each row of the grid} */
    static Map<String, double[]> lambdas() {
        Map<String, double[]> all = new LinkedHashMap<>();
        for (int i = 0; i < GRID.size(); i++) {
            all.put(grid().get(i), GRID.get(i));
        }
        return all;
    }

    private static String name(double... lambdas) {
        return String.format(Locale.ROOT, "λ %s, %s", text(lambdas[0]), text(lambdas[1]));
    }

    static String text(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    /**
     * Makes the study of this cell. All rows have the rate, batch, crops and moving average of {@code ./pdd adapt}, and
     * α2 = 0.3, less than there, which leaves the distances more to do. They differ in how the distances are weighed.
     *
     * @param photographs squares
     * @param iterations length of each training
     * @param seeds number of trainings of each row
     * @return the study
     */
    Study study(StudyPhotographs photographs, int iterations, int seeds) {
        Images tests = photographs.heldOut().crops(TEST_SIDE, 3);
        Study study = Study.of(name(), base(photographs, iterations))
                .seeds(seeds)
                .keepCheckpoints(false)
                .reference("bicubic", bicubicUpscaling(4))
                .measure(CAMERA_SET, tests.downscaledBy(camera.degradation()), FIDELITY, perception())
                .measure(CLEAN_SET, tests.downscaledBy(bicubic()), FIDELITY);
        for (double[] lambdas : GRID.subList(1, GRID.size())) {
            study = study.variant(name(lambdas), s -> s.rIntra(lambdas[0]).rInter(lambdas[1]));
        }
        study = study.variant("supervised only", s -> s.rIntra(0).rInter(0))
                .variant("naive distillation", s -> s.rIntra(0).rInter(0).naiveDistillation(1))
                .variant(RANDOM, s -> s.balance(randomWeights(1)));
        for (Map.Entry<String, Balance> each : balances().entrySet()) {
            study = study.variant(each.getKey(), s -> s.balance(each.getValue()));
        }
        return study;
    }

    private static Map<String, Balance> balances() {
        Map<String, Balance> balances = new LinkedHashMap<>();
        balances.put("shares .25 .25", shares());
        balances.put("aim PSNR -0.3 dB", aim(keep(psnr()).within(0.3)));
        balances.put("conflict-free", conflictFree());
        balances.put("CAGrad 0.5", cagrad(0.5));
        balances.put("invariant", invariant());
        return balances;
    }

    private Distillation base(StudyPhotographs photographs, int iterations) {
        Distillation settings = AdaptSettings.DEFAULT.sentence(features.network());
        Distillation roles = start.equals(PAIR)
                ? settings.generalist(compactGeneralist()).specialist(compactSpecialist())
                : settings.specialist(network(start));
        return roles.labeled(photographs.labeled().downscaledBy(bicubic()))
                .unlabeled(photographs.unlabeled().degradedBy(camera.degradation()))
                .perceptual(0.3)
                .rIntra(1)
                .rInter(1)
                .iterations(iterations);
    }
}
