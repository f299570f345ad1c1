package io.github.pdd4j;

import ai.djl.Device;
import io.github.pdd4j.analysis.Divergence;
import io.github.pdd4j.analysis.Features;
import io.github.pdd4j.analysis.LowLevel;
import io.github.pdd4j.analysis.TSne;
import io.github.pdd4j.archive.HomeFolder;
import io.github.pdd4j.archive.RunDirectory;
import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.data.Degradation;
import io.github.pdd4j.data.Degradations;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.distill.Configured;
import io.github.pdd4j.distill.Distillation;
import io.github.pdd4j.distill.Generalist;
import io.github.pdd4j.distill.GradientCheck;
import io.github.pdd4j.distill.MovingAverage;
import io.github.pdd4j.distill.Preset;
import io.github.pdd4j.distill.ReferenceConfiguration;
import io.github.pdd4j.distill.Run;
import io.github.pdd4j.distill.Runs;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.loss.DiscriminatorStart;
import io.github.pdd4j.loss.Distance;
import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.metric.Comparison;
import io.github.pdd4j.metric.Evaluation;
import io.github.pdd4j.metric.FeatureDistance;
import io.github.pdd4j.metric.FunctionMetric;
import io.github.pdd4j.metric.Lpips;
import io.github.pdd4j.metric.Metric;
import io.github.pdd4j.metric.Niqe;
import io.github.pdd4j.metric.PaperTables;
import io.github.pdd4j.metric.PredictedImages;
import io.github.pdd4j.metric.Protocol;
import io.github.pdd4j.metric.Psnr;
import io.github.pdd4j.metric.Ssim;
import io.github.pdd4j.metric.TorchScriptMetric;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.PretrainedModels;
import io.github.pdd4j.network.Upscaler;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.view.Captioned;
import io.github.pdd4j.view.ImageGrid;
import io.github.pdd4j.weights.Checkpoints;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import tech.tablesaw.api.Table;

/**
 * The front door: everything that a cell begins a sentence with.
 *
 * <pre>{@code
 * var sentence = distill()
 *         .generalist(compactGeneralist())
 *         .specialist(compactSpecialist())
 *         .labeled(images(folder).downscaledBy(bicubic()))
 *         .unlabeled(images(folder));
 * System.out.println(sentence);
 * }</pre>
 */
public final class Pdd {
    private Pdd() {}

    /** The beginning of a distillation, with the paper's losses, measured in the features of the shipped slim VGG19. */
    public static Distillation distill() {
        return Distillation.in(PretrainedModels.slimVgg19());
    }

    /** The run that ended last in this kernel, also when its cell was stopped and got no value: then it waits for it. */
    public static Run lastRun() {
        return Run.last();
    }

    /** The runs that were kept, of this and of earlier kernels, the newest first: see {@link Runs#in}. */
    public static Table runs() {
        return runs(HomeFolder.runs());
    }

    /** The runs that were kept in a folder of one's own. */
    public static Table runs(Path folder) {
        return Runs.in(folder);
    }

    /**
     * A run of this or an earlier kernel, as it was at its newest checkpoint: by its name among {@link #runs()}, or by the
     * path of its folder.
     *
     * @throws IllegalArgumentException when none of this name was kept; the message lists those that were
     */
    public static Run run(String nameOrFolder) {
        Path path = Path.of(nameOrFolder);
        return path.isAbsolute() || path.getNameCount() > 1
                ? run(path)
                : Runs.open(new RunDirectory(HomeFolder.runs()).existing(nameOrFolder));
    }

    /** The runs that were kept in a folder of one's own. */
    public static Table runs(String folder) {
        return runs(Path.of(folder));
    }

    /** A run by its own folder, where that is not among {@link #runs()}. */
    public static Run run(Path folder) {
        return Runs.open(new RunFolder(folder));
    }

    /** The beginning of a distillation with a whole configuration: {@code distill(authorsCode().ema())}. */
    public static Distillation distill(Preset preset) {
        return preset.in(distill());
    }

    /** The same with {@code paper()} or {@code authorsCode()}: their EMA mode, unless the sentence names another generalist. */
    public static Distillation distill(ReferenceConfiguration edition) {
        return distill(edition.preset());
    }

    /** The values that the paper prints. */
    public static ReferenceConfiguration paper() {
        return ReferenceConfiguration.PAPER;
    }

    /** The values of the published code. */
    public static ReferenceConfiguration authorsCode() {
        return ReferenceConfiguration.AUTHORS_CODE;
    }

    /** The paper's baseline: the generalist's predictions are the target themselves. */
    public static Preset naiveDistillation() {
        return paper().naiveDistillation();
    }

    /**
     * The numbers in which two sentences or presets differ, and where each comes from: {@code difference(mySentence,
     * paper().ema())}; {@code paper()} and {@code authorsCode()} stand for their EMA mode.
     */
    public static Table difference(Configured a, Configured b) {
        return a.difference(b);
    }

    /** What a loss is worth before any training, by the shipped networks: value, gradients, cost, warnings. */
    public static GradientCheck check(Loss loss) {
        return GradientCheck.of(loss);
    }

    /** What a loss is worth with the networks and images of a sentence: value, gradients, cost, warnings. */
    public static GradientCheck check(Loss loss, Distillation sentence) {
        return GradientCheck.of(loss, sentence);
    }

    /**
     * A super-resolution network from a file, by the name that {@code ./pdd fetch} gave it, or a shipped one:
     * {@code compact-generalist}, {@code compact-specialist}, {@code small-srresnet}.
     *
     * @throws IllegalArgumentException when the file is missing, no checkpoint, or of a network that is not known
     */
    public static Network network(String fileOrName) {
        return PretrainedModels.named(fileOrName).orElseGet(() -> {
            WeightsName name = WeightsName.of(fileOrName);
            return name.entry()
                    .map(entry -> network(name.file(), entry))
                    .orElseGet(() -> network(HomeFolder.weights(name.file(), PretrainedModels.NAMES)));
        });
    }

    /**
     * One of several super-resolution networks in a file: {@code network("x.pth", "g_ema")}; as one text {@code
     * "x.pth#g_ema"}, as it is printed.
     *
     * @param entry the entry of the file, or what the names of its tensors begin with
     * @throws IllegalArgumentException as {@link #network(String)}, and when there is no such entry
     */
    public static Network network(String fileOrName, String entry) {
        if (PretrainedModels.NAMES.contains(fileOrName)) {
            throw new IllegalArgumentException("entry must be one of a file that holds several networks, got " + entry
                    + " for " + fileOrName + ", which is one network: leave the entry out");
        }
        return Network.load(HomeFolder.weights(fileOrName, PretrainedModels.NAMES), entry);
    }

    /** A super-resolution network from a file: architecture, scale and sizes are deduced from its tensors. */
    public static Network network(Path file) {
        return Network.load(file);
    }

    /**
     * A network of an architecture of one's own, which is asked before the known ones; in this kernel it is then known like
     * them, so that its runs can be opened: {@code network("x.pth", new MyArchitecture())}.
     *
     * @throws IllegalArgumentException as {@link #network(String)}
     */
    public static Network network(String fileOrName, Architecture architecture) {
        return network(HomeFolder.weights(fileOrName, List.of()), architecture);
    }

    /** The same by its path. */
    public static Network network(Path file, Architecture architecture) {
        return Network.load(file, architecture);
    }

    /** The small generalist that the project ships: it learned blur, noise and JPEG of unknown strength, ×4. */
    public static Network compactGeneralist() {
        return PretrainedModels.generalist();
    }

    /** The small specialist that the project ships: it learned clean bicubic input only, ×4. */
    public static Network compactSpecialist() {
        return PretrainedModels.specialist();
    }

    /** The small SRResNet that the project ships, for low-level features. */
    public static Network smallSrResNet() {
        return PretrainedModels.srResNet();
    }

    /**
     * The paper's feature extractor, from torchvision's file or any file of that layout.
     *
     * @throws IllegalArgumentException when the file is missing, or of another network
     */
    public static FeatureExtractor vgg19(String file) {
        FeatureExtractor found = features(file);
        if (!found.form().architecture().equals("VGG19")) {
            throw new IllegalArgumentException("vgg19(...) must be given a VGG19, got "
                    + found.form().architecture() + " in " + found.source() + ": use features(\"" + file + "\")");
        }
        return found;
    }

    /** Any feature network that is known, recognized by its tensors: VGG16, VGG19, AlexNet, EfficientNet-Lite0, or a residual body. */
    public static FeatureExtractor features(String file) {
        return PretrainedModels.named(file).map(FeatureExtractor::of).orElseGet(() -> {
            WeightsName name = WeightsName.of(file);
            return name.entry()
                    .map(entry -> features(name.file(), entry))
                    .orElseGet(() -> FeatureExtractor.load(HomeFolder.weights(name.file(), PretrainedModels.NAMES)));
        });
    }

    /** One of several feature networks in a file, by the entry that it has there. */
    public static FeatureExtractor features(String file, String entry) {
        return FeatureExtractor.load(HomeFolder.weights(file, PretrainedModels.NAMES), entry);
    }

    /** The features of a super-resolution network's own residual body, an SRResNet's or an RRDBNet's. */
    public static FeatureExtractor features(Network network) {
        return FeatureExtractor.of(network);
    }

    /** The slim VGG19 that the project ships; it stands in for VGG19 and says so wherever results are shown. */
    public static FeatureExtractor slimVgg19() {
        return PretrainedModels.slimVgg19();
    }

    /**
     * The images of a folder, in the order of their names: {@code images("photographs/held-out")} by the name that {@code
     * ./pdd fetch} gave it, or by its path.
     *
     * @throws IllegalArgumentException when there is none; of a set that can be fetched, the message says how
     */
    public static Images images(String folder) {
        return Images.in(folder);
    }

    /** The images of a folder, in the order of their names. */
    public static Images images(Path folder) {
        return Images.in(folder);
    }

    /** Labeled images: of the sub-folders {@code lr} and {@code hr}, or shrunk from the folder's own. */
    public static Pairs pairs(String folder) {
        return Pairs.in(folder);
    }

    /** Labeled images: of the sub-folders {@code lr} and {@code hr}, or shrunk from the folder's own. */
    public static Pairs pairs(Path folder) {
        return Pairs.in(folder);
    }

    /** One image. */
    public static Image image(String file) {
        return ImageFiles.load(HomeFolder.images(file));
    }

    /** One image. */
    public static Image image(Path file) {
        return ImageFiles.load(file);
    }

    /** MATLAB-like bicubic downscaling with antialiasing, the field's usual synthetic degradation. */
    public static Resampling bicubic() {
        return Resampling.MATLAB_BICUBIC;
    }

    /** Bilinear downscaling with antialiasing, as Pillow does it. */
    public static Resampling bilinear() {
        return Resampling.PILLOW_BILINEAR;
    }

    /** Downscaling by the mean of the covered pixels. */
    public static Resampling area() {
        return Resampling.OPENCV_AREA;
    }

    /**
     * Whether what {@code ./pdd fetch} brings by these names is here: {@code available("lpips")} for all that this metric
     * needs, {@code available("photographs")}, {@code available("realesrgan-x4plus")}; a path asks for a file or folder.
     *
     * @throws IllegalArgumentException when a name is none that can be fetched
     */
    public static boolean available(String... names) {
        return Arrays.stream(names).allMatch(name -> HomeFolder.available(name, PretrainedModels.NAMES));
    }

    /** Gaussian blur of standard deviation {@code sigma} pixels, 0 to 100. */
    public static Degradation blur(double sigma) {
        return Degradations.blur(sigma);
    }

    /** Gaussian blur whose standard deviation is drawn evenly from {@code least} to {@code most} pixels, for every image. */
    public static Degradation blur(double least, double most) {
        return Degradations.blur(least, most);
    }

    /** Gaussian noise of standard deviation {@code levels} of 255, 0 to 255. */
    public static Degradation noise(double levels) {
        return Degradations.gaussianNoise(levels);
    }

    /** Gaussian noise whose standard deviation is drawn evenly from {@code least} to {@code most} levels of 255, for every image. */
    public static Degradation noise(double least, double most) {
        return Degradations.gaussianNoise(least, most);
    }

    /** JPEG compression of a quality from 1 to 100. */
    public static Degradation jpeg(int quality) {
        return Degradations.jpeg(quality);
    }

    /** JPEG compression whose quality is drawn evenly from {@code least} to {@code most}, for every image. */
    public static Degradation jpeg(int least, int most) {
        return Degradations.jpeg(least, most);
    }

    /** Both sides divided by the factor, 1 or more: {@code blur(2).then(downscaled(bicubic(), 4))}. */
    public static Degradation downscaled(Resampling resampling, int factor) {
        return Degradations.downscaled(resampling, factor);
    }

    /** Both sides multiplied by a factor drawn evenly from {@code least} to {@code most}, 0.01 to 16, by one of the choices. */
    public static Degradation resized(double least, double most, Resampling... choices) {
        return Degradations.resized(least, most, choices);
    }

    /** For every image one of the choices, each with the same chance. */
    public static Degradation oneOf(Degradation... choices) {
        return Degradations.oneOf(choices);
    }

    /** All of the steps, in an order drawn for every image. */
    public static Degradation shuffled(Degradation... steps) {
        return Degradations.shuffled(steps);
    }

    /** The recipe that stands in for an unknown camera: blur 2, bicubic downscaling, noise of 6 levels, JPEG 60. */
    public static Degradation unknown(int factor) {
        return Degradations.unknown(factor);
    }

    /** A degradation of one's own, under a name that is printed: {@code degradation("darker", (image, random) -> ...)}. */
    public static Degradation degradation(String name, Degradation degradation) {
        return Degradations.named(name, degradation);
    }

    /** An image with the words under it, for {@link #grid}. */
    public static Captioned captioned(String caption, Image image) {
        return new Captioned(caption, image);
    }

    /** Images side by side: {@code grid(captioned("input", low), captioned("truth", high))}. */
    public static ImageGrid grid(Captioned... images) {
        return ImageGrid.of(images);
    }

    /** Images side by side. */
    public static ImageGrid grid(List<Captioned> images) {
        return grid(images.toArray(Captioned[]::new));
    }

    /** What a network must beat. */
    public static Upscaler bicubicUpscaling(int scale) {
        return Upscaler.bicubic(scale);
    }

    /** Absolute differences instead of the paper's distance, for R_intra or R_inter (Table 9, ℓ1). */
    public static Distance l1() {
        return Distance.L1;
    }

    /** Squared differences instead of the paper's distance, for R_intra or R_inter. */
    public static Distance squared() {
        return Distance.SQUARED;
    }

    /** R_inter by the difference of the models' Gram matrices. */
    public static Distance differenceOfGrams() {
        return Distance.DIFFERENCE_OF_GRAMS;
    }

    /** R_intra by one Frobenius norm over the distance maps' difference. */
    public static Distance frobenius() {
        return Distance.FROBENIUS;
    }

    /** R_intra by the difference of two Frobenius norms. */
    public static Distance normDifference() {
        return Distance.WHOLE;
    }

    /** R_intra by the cosine between the models' signed differences. */
    public static Distance cosine() {
        return Distance.COSINE;
    }

    /** The U-Net discriminator of this many features, 64 in the paper: {@code adversarial(a -> a.discriminator(unet(16)))}. */
    public static DiscriminatorStart unet(int features) {
        return DiscriminatorStart.unet(features);
    }

    /** The processor, to train on: {@code distill().on(cpu())}. */
    public static Device cpu() {
        return Device.cpu();
    }

    /** The first graphics card, to train on: {@code distill().on(gpu())}. */
    public static Device gpu() {
        return gpu(0);
    }

    /** The graphics card of this number, from 0 on. */
    public static Device gpu(int number) {
        return Device.gpu(number);
    }

    /** Networks compute in float32, as the published code does. */
    public static Precision float32() {
        return Precision.FLOAT32;
    }

    /** Networks compute in bfloat16, with float32 weights, losses and optimizer. */
    public static Precision bfloat16() {
        return Precision.BFLOAT16;
    }

    /** EMA mode: the generalist is the specialist's moving average with this decay, in (0, 1), 0.999 in the paper. */
    public static Generalist movingAverage(double decay) {
        return new MovingAverage(decay);
    }

    /** Peak signal-to-noise ratio in dB: RGB, 8-bit values, a border of 4 pixels left out as in the published code. */
    public static Psnr psnr() {
        return Psnr.rgb().border(4);
    }

    /** Structural similarity: RGB, 8-bit values, a border of 4 pixels left out as in the published code. */
    public static Ssim ssim() {
        return Ssim.rgb().border(4);
    }

    /** The distance to the truth in the features of the shipped slim VGG19. */
    public static FeatureDistance featureDistance() {
        return FeatureDistance.in(PretrainedModels.slimVgg19());
    }

    /**
     * LPIPS in AlexNet's features, the field's usual one: RGB, 8-bit values, no border.
     *
     * @throws IllegalArgumentException when {@code ./pdd fetch alexnet lpips-alexnet} has not brought its weights
     */
    public static Lpips lpips() {
        return lpips("alexnet");
    }

    /** LPIPS in the features of {@code alexnet} or {@code vgg16}, from {@code ./pdd fetch vgg16 lpips-vgg16}. */
    public static Lpips lpips(String network) {
        if (!network.equals("alexnet") && !network.equals("vgg16")) {
            throw new IllegalArgumentException(
                    "network of LPIPS must be alexnet or vgg16, got " + network + ": use lpips(), which is alexnet's");
        }
        List<Path> fetched = HomeFolder.fetched("LPIPS", network, "lpips-" + network);
        return Lpips.in(
                FeatureExtractor.load(fetched.get(0)),
                Checkpoints.read(fetched.get(1)).requireFinite());
    }

    /**
     * NIQE, which needs no truth: gray values of 8 bits, no border.
     *
     * @throws IllegalArgumentException when {@code ./pdd fetch niqe} has not brought its pristine model
     */
    public static Niqe niqe() {
        return Niqe.of(
                Checkpoints.read(HomeFolder.fetched("NIQE", "niqe").get(0)).requireFinite());
    }

    /**
     * A metric of one's own, where higher is better: {@code metric("error", (prediction, truth) -> ...).lowerIsBetter()}.
     *
     * @param name in tables
     * @param function of prediction and truth, both RGB and of equal size
     */
    public static FunctionMetric metric(String name, ToDoubleBiFunction<Image, Image> function) {
        return FunctionMetric.of(name, function);
    }

    /** How well a network restores images whose truth is known: a row an image, a column a metric. */
    public static Evaluation evaluate(Upscaler network, Pairs pairs, Metric... metrics) {
        return Evaluation.of(network, pairs, metrics);
    }

    /** The same by the conventions of {@code pddProtocol()}, {@code basicsrProtocol()} or {@code stablesrProtocol()}. */
    public static Evaluation evaluate(Upscaler network, Pairs pairs, Protocol protocol) {
        return evaluate(network, pairs, protocol.metrics().toArray(Metric[]::new));
    }

    /** The same of images that another program made: {@code evaluate(predictions("stablesr", 4), pairs, pddProtocol())}. */
    public static Evaluation evaluate(PredictedImages predicted, Pairs pairs, Metric... metrics) {
        return Evaluation.of(predicted, pairs, metrics);
    }

    /** The same by the conventions of {@code pddProtocol()}, {@code basicsrProtocol()} or {@code stablesrProtocol()}. */
    public static Evaluation evaluate(PredictedImages predicted, Pairs pairs, Protocol protocol) {
        return evaluate(predicted, pairs, protocol.metrics().toArray(Metric[]::new));
    }

    /** Scores of a network's images that {@code ./pdd scores} or another program wrote as CSV. */
    public static Evaluation scores(String csv, String network) {
        return scores(Path.of(csv), network);
    }

    /** Scores of a network's images that {@code ./pdd scores} or another program wrote as CSV. */
    public static Evaluation scores(Path csv, String network) {
        return Evaluation.of(csv, network);
    }

    /** A no-reference network that was exported to TorchScript, as a metric. */
    public static TorchScriptMetric torchScriptMetric(String file) {
        return TorchScriptMetric.of(Path.of(file));
    }

    /** Table 6, 7, 8 or 9 of the paper's supplement, labeled as published, to stand beside one's own numbers. */
    public static Table publishedTable(int number) {
        return PaperTables.table(number);
    }

    /** The predictions of another program, so many times larger than their input, in a folder. */
    public static PredictedImages predictions(String folder, int scale) {
        return predictions(HomeFolder.images(folder), scale);
    }

    /** The predictions of another program, so many times larger than their input, in a folder. */
    public static PredictedImages predictions(Path folder, int scale) {
        return new PredictedImages(Images.in(folder), scale, String.valueOf(folder.getFileName()));
    }

    /** Whether one network is better than another: difference, interval and paired test for each metric. */
    public static Table compare(Evaluation a, Evaluation b) {
        return Comparison.of(a, b);
    }

    /** The same of tables of scores, such as chosen rows of {@code scores.table()}. */
    public static Table compare(Table a, Table b) {
        return Comparison.of(a, b);
    }

    /** PSNR and SSIM by the conventions of the method's published code: RGB, border 4. */
    public static Protocol pddProtocol() {
        return Protocol.pddProtocol();
    }

    /** PSNR and SSIM by the conventions of BasicSR's tables: luma, border 4. */
    public static Protocol basicsrProtocol() {
        return Protocol.basicsrProtocol();
    }

    /** PSNR and SSIM by the conventions of StableSR: luma, whole images, as pyiqa computes them. */
    public static Protocol stablesrProtocol() {
        return Protocol.stablesrProtocol();
    }

    /** Exact t-SNE with the settings of its paper: {@code tsne().of(Map.of("real", p, "synthetic", q))}. */
    public static TSne tsne() {
        return TSne.exact();
    }

    /** Low-level features of images by a network's residual body, in patches (supplement B). */
    public static LowLevel lowLevel(Network network) {
        return LowLevel.of(network);
    }

    /**
     * The KL divergence between two sets of features: three estimators, both directions, intervals, and what they rest on.
     *
     * @throws IllegalArgumentException if they were made by different networks, layers or patch sizes, or have too few rows
     */
    public static Table kl(Features p, Features q) {
        return Divergence.between(p, q);
    }

    /** The same of rows of numbers that were made elsewhere: three estimators, both directions, intervals, and what they rest on. */
    public static Table kl(double[][] p, double[][] q) {
        return Divergence.between(p, q);
    }
}
