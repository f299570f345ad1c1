package io.github.pdd4j;

import static io.github.pdd4j.setting.Given.given;

import ai.djl.Device;
import io.github.pdd4j.analysis.Divergence;
import io.github.pdd4j.analysis.Features;
import io.github.pdd4j.analysis.LowLevel;
import io.github.pdd4j.analysis.TSne;
import io.github.pdd4j.archive.HomeFolder;
import io.github.pdd4j.archive.RunDirectory;
import io.github.pdd4j.balance.Aim;
import io.github.pdd4j.balance.ConflictAverse;
import io.github.pdd4j.balance.ConflictFree;
import io.github.pdd4j.balance.Constraint;
import io.github.pdd4j.balance.Invariant;
import io.github.pdd4j.balance.Keep;
import io.github.pdd4j.balance.RandomWeights;
import io.github.pdd4j.balance.Shares;
import io.github.pdd4j.data.CropRule;
import io.github.pdd4j.data.CropRules;
import io.github.pdd4j.data.Datasets;
import io.github.pdd4j.data.Degradation;
import io.github.pdd4j.data.Degradations;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.distill.Configured;
import io.github.pdd4j.distill.Distillation;
import io.github.pdd4j.distill.GradientCheck;
import io.github.pdd4j.distill.Preset;
import io.github.pdd4j.distill.ReferenceConfiguration;
import io.github.pdd4j.distill.Run;
import io.github.pdd4j.experiment.Study;
import io.github.pdd4j.help.Help;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.log.CsvLog;
import io.github.pdd4j.log.JsonLinesLog;
import io.github.pdd4j.log.TensorBoardLog;
import io.github.pdd4j.loss.Consistency;
import io.github.pdd4j.loss.DiscriminatorStart;
import io.github.pdd4j.loss.Distance;
import io.github.pdd4j.loss.Gram;
import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.loss.LpipsLoss;
import io.github.pdd4j.metric.Comparison;
import io.github.pdd4j.metric.Evaluation;
import io.github.pdd4j.metric.FeatureDistance;
import io.github.pdd4j.metric.FunctionMetric;
import io.github.pdd4j.metric.Lpips;
import io.github.pdd4j.metric.Metric;
import io.github.pdd4j.metric.Niqe;
import io.github.pdd4j.metric.NoReference;
import io.github.pdd4j.metric.PaperTables;
import io.github.pdd4j.metric.PredictedImages;
import io.github.pdd4j.metric.Protocol;
import io.github.pdd4j.metric.Psnr;
import io.github.pdd4j.metric.Ssim;
import io.github.pdd4j.metric.TorchScriptMetric;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.BodyFeatureConfig;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.LowRank;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.PretrainedModels;
import io.github.pdd4j.network.RgbOnly;
import io.github.pdd4j.network.ScriptedConfig;
import io.github.pdd4j.network.Shapes;
import io.github.pdd4j.network.Upscaler;
import io.github.pdd4j.network.compact.Compact;
import io.github.pdd4j.runs.Runs;
import io.github.pdd4j.sentence.Frozen;
import io.github.pdd4j.sentence.Generalist;
import io.github.pdd4j.sentence.GivenPredictions;
import io.github.pdd4j.sentence.Listener;
import io.github.pdd4j.sentence.MovingAverage;
import io.github.pdd4j.sentence.Optimizer;
import io.github.pdd4j.sentence.Validation;
import io.github.pdd4j.setting.Phrases;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.tensor.ScriptFunction;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.view.Captioned;
import io.github.pdd4j.view.HeatMap;
import io.github.pdd4j.view.HeatMaps;
import io.github.pdd4j.view.ImageGrid;
import io.github.pdd4j.view.LastError;
import io.github.pdd4j.view.Png;
import io.github.pdd4j.view.Tables;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.LayerGraph;
import io.github.pdd4j.weights.TorchScript;
import io.github.pdd4j.weights.WeightsName;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import tech.tablesaw.api.Table;

/**
 * The entry point: static factories for distillations, networks, images, losses, metrics and analyses.
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
    /** Types of cells and extensions that no signature mentions. */
    private static final List<Class<?>> BESIDE = List.of(
            Datasets.class,
            Degradations.class,
            ImageFiles.class,
            Gram.class,
            LpipsLoss.class,
            NoReference.class,
            BodyFeatureConfig.class,
            RgbOnly.class,
            ScriptedConfig.class,
            Shapes.class,
            Frozen.class,
            GivenPredictions.class,
            MovingAverage.class,
            Validation.class,
            Script.class,
            ScriptFunction.class,
            Tensors.class,
            Viewable.class,
            Checkpoints.class,
            LayerGraph.class,
            TorchScript.class);

    private Pdd() {}

    // Sentences

    /**
     * Starts a distillation with the paper's losses, computed on features of the shipped slim VGG19.
     *
     * @return a distillation without networks and images yet
     */
    public static Distillation distill() {
        return Distillation.in(PretrainedModels.slimVgg19());
    }

    /**
     * Starts a distillation with all values of a preset: {@code distill(authorsCode().ema())}.
     *
     * @param preset the values to start with
     * @return a distillation with these values
     */
    public static Distillation distill(Preset preset) {
        given("preset", preset);
        return preset.in(distill());
    }

    /**
     * Starts a distillation with {@code paper()} or {@code authorsCode()} in EMA mode; a later {@code generalist(...)}
     * replaces the moving average.
     *
     * @param configuration the reference configuration
     * @return a distillation with these values
     */
    public static Distillation distill(ReferenceConfiguration configuration) {
        given("configuration", configuration);
        return distill(configuration.preset());
    }

    /**
     * The reference configuration with the values printed in the paper.
     *
     * @return the paper's configuration
     */
    public static ReferenceConfiguration paper() {
        return ReferenceConfiguration.PAPER;
    }

    /**
     * The reference configuration with the values of the published code.
     *
     * @return the configuration of the published code
     */
    public static ReferenceConfiguration authorsCode() {
        return ReferenceConfiguration.AUTHORS_CODE;
    }

    /**
     * The paper's baseline: the specialist is trained to match the generalist's predictions on unlabeled images;
     * without R_intra and R_inter.
     *
     * @return the preset
     */
    public static Preset naiveDistillation() {
        return paper().naiveDistillation();
    }

    /**
     * Adam with the paper's betas, 0.9 and 0.99: the default of {@code optimizer(...)}. PyTorch's default is
     * {@code adam().betas(0.9, 0.999)}.
     *
     * @return the optimizer
     */
    public static Optimizer adam() {
        return Optimizer.ADAM;
    }

    /**
     * AdamW: Adam with decoupled weight decay, with the paper's betas.
     *
     * @param weightDecay finite and at least 0; before each step every weight is multiplied by 1 − learning rate ·
     *     weight decay; 0.01 in PyTorch
     * @return the optimizer
     * @throws IllegalArgumentException if {@code weightDecay} is out of range
     */
    public static Optimizer adamW(double weightDecay) {
        return Optimizer.ADAM.weightDecay(weightDecay);
    }

    /**
     * Keeps unlabeled crops of some contrast, and leaves out those of sky or shadow, for {@code unlabeledCrops(...)}.
     *
     * <pre>{@code
     * System.out.println(distill().unlabeledCrops(contrast(0.02).and(flatArea(0.25))));
     * }</pre>
     *
     * @param least smallest standard deviation of luma (ITU-R BT.601, values in [0, 1]), from 0 to 0.5; 0.02 leaves out
     *     what looks flat
     * @return the rule
     * @throws IllegalArgumentException if the value is out of range
     */
    public static CropRule contrast(double least) {
        return CropRules.contrast(least);
    }

    /**
     * Keeps unlabeled crops with a small flat area, and leaves out bars, clipped areas and the gray of damaged files, for
     * {@code unlabeledCrops(...)}.
     *
     * @param most largest share of pixels that have exactly the color of their right and of their lower neighbor, from 0
     *     to 1
     * @return the rule
     * @throws IllegalArgumentException if the share is out of range
     */
    public static CropRule flatArea(double most) {
        return CropRules.flatArea(most);
    }

    /**
     * The loss mean |D(Y_S^U) − X^U|, which keeps the downscaled predictions of unlabeled input near that input, for
     * {@code loss("consistency", 0.1, consistency())}.
     *
     * @return the loss with bicubic downscaling as D, whose {@code blur(...)} puts a Gaussian blur before it
     */
    public static Consistency consistency() {
        return Consistency.BICUBIC;
    }

    /**
     * A listener that writes TensorBoard's event files, for {@code listen("tensorboard", tensorBoard("logs/first"))}: a
     * chart for each value of the history, in groups such as {@code loss}, {@code validation} and {@code gradient}.
     *
     * <pre>{@code
     * System.out.println(distill().listen("tensorboard", tensorBoard(folder)));
     * }</pre>
     *
     * @param folder log folder of one run, created when it is missing; {@code tensorboard --logdir logs} compares the
     *     runs in {@code logs}
     * @return the listener
     * @throws IllegalArgumentException if it is a file
     */
    public static Listener tensorBoard(Path folder) {
        given("folder", folder);
        return new TensorBoardLog(folder);
    }

    /**
     * A listener that writes TensorBoard's event files; see {@link #tensorBoard(Path)}.
     *
     * @param folder log folder of one run, created when it is missing
     * @return the listener
     * @throws IllegalArgumentException if it is a file
     */
    public static Listener tensorBoard(String folder) {
        given("folder", folder);
        return tensorBoard(Path.of(folder));
    }

    /**
     * A listener that writes the history as comma-separated values, a line after each iteration, for {@code
     * listen("csv", csvLog("first.csv"))}. A value that an iteration does not have is an empty cell.
     *
     * <pre>{@code
     * System.out.println(distill().listen("csv", csvLog(folder.resolve("first.csv"))));
     * }</pre>
     *
     * @param file the file of one run; a log of an earlier run in it is replaced
     * @return the listener
     * @throws IllegalArgumentException if there is a file that is no such log
     */
    public static Listener csvLog(Path file) {
        given("file", file);
        return new CsvLog(file);
    }

    /**
     * A listener that writes the history as comma-separated values; see {@link #csvLog(Path)}.
     *
     * @param file the file of one run; a log of an earlier run in it is replaced
     * @return the listener
     * @throws IllegalArgumentException if there is a file that is no such log
     */
    public static Listener csvLog(String file) {
        given("file", file);
        return csvLog(Path.of(file));
    }

    /**
     * A listener that writes the history as JSON lines, an object after each iteration, for {@code listen("json",
     * jsonLog("first.jsonl"))}. A value that an iteration does not have, or that is no number, is left out; an infinite
     * one is a text.
     *
     * <pre>{@code
     * System.out.println(distill().listen("json", jsonLog(folder.resolve("first.jsonl"))));
     * }</pre>
     *
     * @param file the file of one run; a log of an earlier run in it is replaced
     * @return the listener
     * @throws IllegalArgumentException if there is a file that is no such log
     */
    public static Listener jsonLog(Path file) {
        given("file", file);
        return new JsonLinesLog(file);
    }

    /**
     * A listener that writes the history as JSON lines; see {@link #jsonLog(Path)}.
     *
     * @param file the file of one run; a log of an earlier run in it is replaced
     * @return the listener
     * @throws IllegalArgumentException if there is a file that is no such log
     */
    public static Listener jsonLog(String file) {
        given("file", file);
        return jsonLog(Path.of(file));
    }

    /**
     * Low-rank adaptation (LoRA; Hu et al. 2022): each weight of a convolution or a linear layer is W₀ + B·A, of which
     * only A and B are trained, with few rows and columns; for {@code adapts(...)}.
     *
     * <pre>{@code
     * System.out.println(distill().adapts(lora(8)));
     * }</pre>
     *
     * @param rank number of rows of A and of columns of B, at least 1; 4 to 32 are usual
     * @return the adaptation, whose {@code alpha(...)} sets the factor of B·A to alpha / rank; by default 1
     * @throws IllegalArgumentException if the rank is below 1
     */
    public static LowRank lora(int rank) {
        return LowRank.of(rank);
    }

    /**
     * EMA mode: the generalist is the exponential moving average of the specialist.
     *
     * @param decay in (0, 1); 0.999 in the paper
     * @return the generalist
     * @throws IllegalArgumentException if {@code decay} is out of range
     */
    public static Generalist movingAverage(double decay) {
        return new MovingAverage(decay);
    }

    /**
     * Lists the settings in which two distillations or presets differ, with the source of each value:
     * {@code difference(mySentence, paper().ema())}. {@code paper()} and {@code authorsCode()} count as their EMA
     * mode.
     *
     * @param a a distillation, preset or reference configuration
     * @param b another one
     * @return one row per setting that differs
     */
    public static Table difference(Configured a, Configured b) {
        given("a", a, "b", b);
        return a.difference(b);
    }

    /**
     * Checks a loss before training, with the shipped networks and two small images: its value, its gradients against
     * finite differences, its share of the step cost, and warnings.
     *
     * @param loss the loss to check
     * @return the result of the check
     * @throws IllegalArgumentException if the loss fails or does not return one float32 number
     */
    public static GradientCheck check(Loss loss) {
        given("loss", loss);
        return GradientCheck.of(loss);
    }

    /**
     * Checks a loss before training, with the networks and images of a distillation: its value, its gradients against
     * finite differences, its share of the step cost, and warnings.
     *
     * @param loss the loss to check
     * @param sentence the distillation, with both networks and both image sets
     * @return the result of the check
     * @throws IllegalStateException if the distillation is incomplete; the message names what is missing
     * @throws IllegalArgumentException if the loss fails or does not return one float32 number
     */
    public static GradientCheck check(Loss loss, Distillation sentence) {
        given("loss", loss, "sentence", sentence);
        return GradientCheck.of(loss, sentence);
    }

    // Help and errors

    /**
     * Lists the words of the language by topic.
     *
     * <pre>{@code
     * System.out.println(help());
     * }</pre>
     *
     * @return the words; {@code help("rInter")} shows one of them
     * @throws IllegalStateException if this Java has no compiler, which reads the Javadoc
     */
    public static View help() {
        return words().topics();
    }

    /**
     * Shows the Javadoc of a word: signatures, parameters with ranges and defaults, examples.
     *
     * <pre>{@code
     * System.out.println(help("rInter"));
     * System.out.println(help("Inter.distance"));
     * }</pre>
     *
     * @param word a word of this class, of a sentence or of another type, such as {@code "rInter"}; a type, such as
     *     {@code "Run"}; or one word of one type, such as {@code "Inter.distance"}
     * @return what the word does
     * @throws IllegalArgumentException if there is no such word; the message has the most similar ones
     * @throws IllegalStateException if this Java has no compiler, which reads the Javadoc
     */
    public static View help(String word) {
        given("word", word);
        return words().about(word);
    }

    /**
     * Returns the whole trace of the cell that failed last; a cell itself shows the sentence and its own line only.
     *
     * @return the exception with its causes and all frames
     * @throws IllegalStateException if no cell failed, or the kernel has no extension that keeps the trace
     */
    public static View lastError() {
        return LastError.view();
    }

    private static Help words() {
        return Help.of(Pdd.class, Distillation.class, BESIDE);
    }

    // Studies

    /**
     * Starts a study: {@code study("terms", base).variant("R_intra only", s -> s.rInter(0)).seeds(3).measure("held out",
     * pairs("held-out"), psnr()).train()}; see {@link Study}.
     *
     * @param name title of the study
     * @param base the distillation that all variants start from
     * @return a study without variants and test sets yet
     * @throws IllegalArgumentException if the name is blank
     */
    public static Study study(String name, Distillation base) {
        given("name", name, "base", base);
        return Study.of(name, base);
    }

    // Runs

    /**
     * Returns the run that ended last in this kernel, including a run whose cell was interrupted. If that run is still
     * stopping, the call waits for it.
     *
     * @return the last run
     * @throws IllegalStateException if no run has ended in this kernel
     */
    public static Run lastRun() {
        return Run.last();
    }

    /**
     * Lists the saved runs of this and earlier kernels, newest first; see {@link Runs#in}.
     *
     * @return one row per run
     */
    public static Table runs() {
        return runs(HomeFolder.runs());
    }

    /**
     * Lists the saved runs of a folder, newest first; see {@link Runs#in}.
     *
     * @param folder the folder that holds the run folders
     * @return one row per run
     */
    public static Table runs(Path folder) {
        given("folder", folder);
        return Runs.in(folder);
    }

    /**
     * Lists the saved runs of a folder, newest first; see {@link Runs#in}.
     *
     * @param folder path of the folder that holds the run folders
     * @return one row per run
     */
    public static Table runs(String folder) {
        given("folder", folder);
        return runs(Path.of(folder));
    }

    /**
     * Opens a saved run at its newest checkpoint.
     *
     * @param nameOrFolder a name listed by {@link #runs()}, or the path of a run folder (absolute, or with more than
     *     one element)
     * @return the run
     * @throws IllegalArgumentException if no saved run has this name (the message lists the known names), or the run
     *     has no complete checkpoint
     * @throws java.io.UncheckedIOException if the folder is not a run folder
     */
    public static Run run(String nameOrFolder) {
        given("nameOrFolder", nameOrFolder);
        Path path = Path.of(nameOrFolder);
        return path.isAbsolute() || path.getNameCount() > 1
                ? run(path)
                : Run.open(new RunDirectory(HomeFolder.runs())
                        .existing(nameOrFolder)
                        .path());
    }

    /**
     * Opens the run in a folder. {@link #run(String)} also opens runs by their name.
     *
     * @param folder the folder of the run, which holds its {@code run.json}
     * @return the run at its newest checkpoint
     * @throws IllegalArgumentException if the run has no complete checkpoint
     * @throws java.io.UncheckedIOException if the folder is not a run folder
     */
    public static Run run(Path folder) {
        given("folder", folder);
        return Run.open(folder);
    }

    // Networks

    /**
     * Loads a super-resolution network; architecture, scale and sizes are deduced from its tensors.
     *
     * @param fileOrName a path, a name of {@code ./pdd fetch}, or a shipped network: {@code compact-generalist},
     *     {@code compact-specialist}, {@code small-srresnet}; {@code "x.pth#g_ema"} selects an entry of the file
     * @return the network
     * @throws IllegalArgumentException if the file is missing, is not a checkpoint, or holds an unknown network
     */
    public static Network network(String fileOrName) {
        given("fileOrName", fileOrName);
        return PretrainedModels.named(fileOrName).orElseGet(() -> {
            WeightsName name = WeightsName.of(fileOrName);
            return name.entry()
                    .map(entry -> network(name.file(), entry))
                    .orElseGet(() -> network(HomeFolder.weights(name.file(), PretrainedModels.NAMES)));
        });
    }

    /**
     * Loads one of several super-resolution networks of a file: {@code network("x.pth", "g_ema")}. Printed, and
     * accepted by {@link #network(String)}, as {@code "x.pth#g_ema"}.
     *
     * @param fileOrName a path or a name of {@code ./pdd fetch}
     * @param entry the key of the network in the file, or the prefix of its tensor names
     * @return the network
     * @throws IllegalArgumentException as {@link #network(String)}, if there is no such entry, or if
     *     {@code fileOrName} is a shipped network
     */
    public static Network network(String fileOrName, String entry) {
        given("fileOrName", fileOrName, "entry", entry);
        if (PretrainedModels.NAMES.contains(fileOrName)) {
            throw new IllegalArgumentException("entry must be one of a file that holds several networks, got " + entry
                    + " for " + fileOrName + ", which is one network: leave the entry out");
        }
        return Network.load(HomeFolder.weights(fileOrName, PretrainedModels.NAMES), entry);
    }

    /**
     * Loads a super-resolution network; architecture, scale and sizes are deduced from its tensors.
     *
     * @param file the checkpoint
     * @return the network
     * @throws IllegalArgumentException if the file is not a checkpoint or holds an unknown network
     * @throws java.io.UncheckedIOException if the file is missing or cannot be read
     */
    public static Network network(Path file) {
        given("file", file);
        return Network.load(file);
    }

    /**
     * Loads a network of a custom architecture: {@code network("x.pth", new MyArchitecture())}. The architecture is
     * tried before the built-in ones and stays registered in this kernel, so that its runs can be opened.
     *
     * @param fileOrName a path or a name of {@code ./pdd fetch}
     * @param architecture the custom architecture
     * @return the network
     * @throws IllegalArgumentException as {@link #network(String)}
     */
    public static Network network(String fileOrName, Architecture architecture) {
        given("fileOrName", fileOrName, "architecture", architecture);
        return network(HomeFolder.weights(fileOrName, List.of()), architecture);
    }

    /**
     * SRVGGNetCompact with ReLU, for files without the slopes of PReLU: {@code network("x.pth", compactWithRelu())}. The
     * network is loaded, trained and written with PReLUs of slope 0, which compute the same. As any architecture that is
     * given, it stays registered: later files without slopes are read in the same way.
     *
     * @return the architecture
     */
    public static Architecture compactWithRelu() {
        return Compact.activatedBy(0);
    }

    /**
     * SRVGGNetCompact with leaky ReLU of slope 0.1, as {@link #compactWithRelu()}.
     *
     * @return the architecture
     */
    public static Architecture compactWithLeakyRelu() {
        return Compact.activatedBy(0.1);
    }

    /**
     * Loads a network of a custom architecture, as {@link #network(String, Architecture)}.
     *
     * @param file the checkpoint
     * @param architecture the custom architecture
     * @return the network
     * @throws IllegalArgumentException if the file is not a checkpoint or holds an unknown network
     * @throws java.io.UncheckedIOException if the file is missing or cannot be read
     */
    public static Network network(Path file, Architecture architecture) {
        given("file", file, "architecture", architecture);
        return Network.load(file, architecture);
    }

    /**
     * Interpolates the weights of two networks of one architecture: (1 − share) · before + share · after. A slider
     * between a network and what was adapted from it, without training (Wang et al., "ESRGAN", 2018, section 3.4).
     *
     * <pre>{@code
     * Network half = mix(compactGeneralist(), compactSpecialist(), 0.5);
     * System.out.println(half.upscale(image(photo)));
     * }</pre>
     *
     * @param before the network of share 0
     * @param after the network of share 1, adapted from {@code before} or from the same start
     * @param share the share of {@code after}, from 0 to 1
     * @return the network; its metadata name both networks, their digests and the share
     * @throws IllegalArgumentException if the networks are of different architectures or sizes, or the share is out of
     *     range
     */
    public static Network mix(Network before, Network after, double share) {
        given("before", before, "after", after);
        return before.mixedWith(after, share);
    }

    /**
     * The shipped small generalist, ×4 (SRVGGNetCompact, 48 features, 12 convolutions), trained on blur, noise and
     * JPEG of random strength.
     *
     * @return the network
     */
    public static Network compactGeneralist() {
        return PretrainedModels.generalist();
    }

    /**
     * The shipped small specialist, ×4 (SRVGGNetCompact, 48 features, 12 convolutions), trained on bicubic input
     * without other degradations.
     *
     * @return the network
     */
    public static Network compactSpecialist() {
        return PretrainedModels.specialist();
    }

    /**
     * The shipped small SRResNet, ×4, trained on bicubic input; used for low-level features.
     *
     * @return the network
     */
    public static Network smallSrResNet() {
        return PretrainedModels.srResNet();
    }

    /**
     * Bicubic interpolation, the baseline for super-resolution networks.
     *
     * @param scale upscaling factor, 1 or more
     * @return the upscaler
     * @throws IllegalArgumentException if {@code scale} is less than 1
     */
    public static Upscaler bicubicUpscaling(int scale) {
        return Upscaler.bicubic(scale);
    }

    /**
     * Upscales only the luma of an image by a network, and its colors by bicubic interpolation: for a network that was
     * trained on gray images, whose own prediction is gray, or to keep the colors of one that changes them. {@code
     * evaluate(onLuma(network("manga.pth")), pairs, psnr())} measures it so.
     *
     * @param upscaler a network, or {@code network.upscaling(...)}
     * @return the upscaler, which leaves gray images to the network alone
     */
    public static Upscaler onLuma(Upscaler upscaler) {
        given("upscaler", upscaler);
        return Upscaler.onLuma(upscaler);
    }

    /**
     * Tests whether data of {@code ./pdd fetch} is present: {@code available("lpips")} for all files of this metric,
     * {@code available("photographs")}, {@code available("realesrgan-x4plus")}.
     *
     * @param names names of {@code ./pdd fetch}, shipped networks, or paths of files or folders
     * @return whether all of them are present
     * @throws IllegalArgumentException if a name is neither known nor a path
     */
    public static boolean available(String... names) {
        given("names", names);
        return Arrays.stream(names).allMatch(name -> HomeFolder.available(name, PretrainedModels.NAMES));
    }

    // Networks for features

    /**
     * VGG16 with ImageNet's weights, which stands in for the paper's VGG19; {@code .features(vgg16())} also sets the
     * paper's layers to those of the same depth.
     *
     * @return the feature extractor
     * @throws IllegalArgumentException if the weights of {@code ./pdd fetch vgg16} are missing
     */
    public static FeatureExtractor vgg16() {
        Path file = HomeFolder.fetched("vgg16()", "vgg16").get(0);
        return FeatureExtractor.of(Checkpoints.read(file), HomeFolder.weightsName(file), "VGG19")
                .printedAs("vgg16()");
    }

    /**
     * Loads a VGG19, the paper's feature extractor, from torchvision's checkpoint or any file with its keys.
     *
     * @param file a path or a name of {@code ./pdd fetch}
     * @return the feature extractor
     * @throws IllegalArgumentException if the file is missing or holds another network
     */
    public static FeatureExtractor vgg19(String file) {
        given("file", file);
        FeatureExtractor found = features(file);
        if (!found.config().architecture().equals("VGG19")) {
            throw new IllegalArgumentException("vgg19(...) must be given a VGG19, got "
                    + found.config().architecture() + " in " + found.source() + ": use features(\"" + file + "\")");
        }
        return found;
    }

    /**
     * Loads a feature network: VGG16, VGG19, AlexNet, EfficientNet-Lite0, or the residual body of a super-resolution
     * network; the architecture is recognized by its tensors.
     *
     * @param file a path, a name of {@code ./pdd fetch}, or a shipped network; {@code "x.pth#entry"} selects an entry
     * @return the feature extractor
     * @throws IllegalArgumentException if the file is missing or holds another kind of network
     */
    public static FeatureExtractor features(String file) {
        given("file", file);
        return PretrainedModels.named(file).map(FeatureExtractor::of).orElseGet(() -> {
            WeightsName name = WeightsName.of(file);
            return name.entry()
                    .map(entry -> features(name.file(), entry))
                    .orElseGet(() -> FeatureExtractor.load(HomeFolder.weights(name.file(), PretrainedModels.NAMES)));
        });
    }

    /**
     * Loads one of several feature networks of a file.
     *
     * @param file a path or a name of {@code ./pdd fetch}
     * @param entry the key of the network in the file, or the prefix of its tensor names
     * @return the feature extractor
     * @throws IllegalArgumentException as {@link #features(String)}, or if there is no such entry
     */
    public static FeatureExtractor features(String file, String entry) {
        given("file", file, "entry", entry);
        return FeatureExtractor.load(HomeFolder.weights(file, PretrainedModels.NAMES), entry);
    }

    /**
     * Uses the residual body of a super-resolution network as a feature extractor.
     *
     * @param network an SRResNet or RRDBNet
     * @return the feature extractor, on the device of the network
     * @throws IllegalArgumentException if the network has no residual body
     */
    public static FeatureExtractor features(Network network) {
        given("network", network);
        return FeatureExtractor.of(network);
    }

    /**
     * The shipped slim VGG19: half of the width, each channel fitted to one of VGG16's; it replaces VGG19, and results
     * that depend on it are marked.
     *
     * @return the feature extractor
     */
    public static FeatureExtractor slimVgg19() {
        return PretrainedModels.slimVgg19();
    }

    // Images

    /**
     * The images of a folder, sorted by name: {@code images("photographs/held-out")}.
     *
     * @param folder a path, or a name of {@code ./pdd fetch}
     * @return the images
     * @throws IllegalArgumentException if the folder is missing or holds no image; for a set that can be fetched, the
     *     message gives the command
     */
    public static Images images(String folder) {
        given("folder", folder);
        return Images.in(folder);
    }

    /**
     * The images of a folder, sorted by name.
     *
     * @param folder the folder
     * @return the images
     * @throws IllegalArgumentException if the folder is missing or holds no image
     */
    public static Images images(Path folder) {
        given("folder", folder);
        return Images.in(folder);
    }

    /**
     * The sharp photographs in color of {@code ./pdd fetch photographs photographs-ccby}, as labeled images for
     * {@code sharpPhotographs().downscaledBy(bicubic())}. The two gray textures of the set are left out, since gray
     * images do not teach color, and so are the photographs of photographs-ccby where they were not fetched.
     *
     * @return the photographs
     * @throws IllegalArgumentException if {@code ./pdd fetch photographs} was not run
     */
    public static Images sharpPhotographs() {
        Images own = images("photographs/labeled").without("brick.png", "gravel.png");
        return available("photographs-ccby") ? own.and(images("photographs-ccby")) : own;
    }

    /**
     * Labeled images: pairs from the sub-folders {@code lr} and {@code hr} or from files such as {@code a_LR4.png} and
     * {@code a_HR.png}; otherwise the folder's images, downscaled by {@link #bicubic()}.
     *
     * @param folder a path, or a name of {@code ./pdd fetch}
     * @return the pairs
     * @throws IllegalArgumentException if folders are missing or empty, or images have no partner
     */
    public static Pairs pairs(String folder) {
        given("folder", folder);
        return Pairs.in(folder);
    }

    /**
     * Labeled images, as {@link #pairs(String)}.
     *
     * @param folder the folder
     * @return the pairs
     * @throws IllegalArgumentException if folders are missing or empty, or images have no partner
     */
    public static Pairs pairs(Path folder) {
        given("folder", folder);
        return Pairs.in(folder);
    }

    /**
     * Loads one image.
     *
     * @param file a path, or a name of {@code ./pdd fetch}
     * @return the image
     * @throws IllegalArgumentException if the file belongs to a set that was not fetched, or has more than
     *     {@link ImageFiles#MAX_PIXELS} pixels
     * @throws java.io.UncheckedIOException if the file is missing, damaged, or not an image
     */
    public static Image image(String file) {
        given("file", file);
        return ImageFiles.load(HomeFolder.images(file));
    }

    /**
     * Loads one image.
     *
     * @param file the file
     * @return the image
     * @throws IllegalArgumentException if the image has more than {@link ImageFiles#MAX_PIXELS} pixels
     * @throws java.io.UncheckedIOException if the file is missing, damaged, or not an image
     */
    public static Image image(Path file) {
        given("file", file);
        return ImageFiles.load(file);
    }

    /**
     * An image with a caption below it, for {@link #grid}.
     *
     * @param caption the caption; empty for none
     * @param image the image
     * @return the captioned image
     */
    public static Captioned captioned(String caption, Image image) {
        given("caption", caption, "image", image);
        return new Captioned(caption, image);
    }

    /**
     * Shows a value within a cell, such as in a loop: {@code show(run)} is {@code run.show()}. Where nothing displays
     * it, its text is printed to standard output.
     *
     * @param value the value
     */
    public static void show(Viewable value) {
        given("value", value);
        value.show();
    }

    /**
     * Shows the first rows of a table within a cell, or prints them.
     *
     * @param table the table
     */
    public static void show(Table table) {
        given("table", table);
        Tables.html(table).show();
    }

    /**
     * Shows an image within a cell, with 8 bits per sample, or prints its size.
     *
     * @param image the image
     */
    public static void show(Image image) {
        given("image", image);
        new Png(image.toString(), ImageFiles.png(image)).show();
    }

    /**
     * Images side by side: {@code grid(captioned("input", low), captioned("truth", high))}.
     *
     * @param images at least one image
     * @return a grid of one row
     * @throws IllegalArgumentException if there are no images
     */
    public static ImageGrid grid(Captioned... images) {
        given("images", images);
        return ImageGrid.of(images);
    }

    /**
     * Images side by side.
     *
     * @param images at least one image
     * @return a grid of one row
     * @throws IllegalArgumentException if there are no images
     */
    public static ImageGrid grid(List<Captioned> images) {
        given("images", images);
        return grid(images.toArray(Captioned[]::new));
    }

    /**
     * Maps of numbers side by side in one scale of colors: {@code heatMaps(a.named("before"), b.named("after"))}.
     *
     * @param maps at least one map
     * @return the maps in one row
     * @throws IllegalArgumentException if there are no maps
     */
    public static HeatMaps heatMaps(HeatMap... maps) {
        given("maps", maps);
        return HeatMaps.of(maps);
    }

    // Resampling and degradations

    /**
     * MATLAB's bicubic downscaling with antialiasing, the standard synthetic degradation of super-resolution.
     *
     * @return the resampling
     */
    public static Resampling bicubic() {
        return Resampling.MATLAB_BICUBIC;
    }

    /**
     * Pillow's bilinear downscaling with antialiasing.
     *
     * @return the resampling
     */
    public static Resampling bilinear() {
        return Resampling.PILLOW_BILINEAR;
    }

    /**
     * OpenCV's area downscaling: the mean of the covered pixels.
     *
     * @return the resampling
     */
    public static Resampling area() {
        return Resampling.OPENCV_AREA;
    }

    /**
     * Gaussian blur.
     *
     * @param sigma standard deviation in pixels, 0 to 100
     * @return the degradation
     * @throws IllegalArgumentException if {@code sigma} is out of range
     */
    public static Degradation blur(double sigma) {
        return Degradations.blur(sigma);
    }

    /**
     * Gaussian blur with a standard deviation drawn uniformly for each image.
     *
     * @param least smallest standard deviation in pixels, from 0
     * @param most largest standard deviation in pixels, up to 100
     * @return the degradation
     * @throws IllegalArgumentException if the values are out of range or {@code least} exceeds {@code most}
     */
    public static Degradation blur(double least, double most) {
        return Degradations.blur(least, most);
    }

    /**
     * Gaussian noise, independent for every value.
     *
     * @param levels standard deviation in gray levels (1/255 of the value range), 0 to 255
     * @return the degradation
     * @throws IllegalArgumentException if {@code levels} is out of range
     */
    public static Degradation noise(double levels) {
        return Degradations.gaussianNoise(levels);
    }

    /**
     * Gaussian noise with a standard deviation drawn uniformly for each image.
     *
     * @param least smallest standard deviation in gray levels, from 0
     * @param most largest standard deviation in gray levels, up to 255
     * @return the degradation
     * @throws IllegalArgumentException if the values are out of range or {@code least} exceeds {@code most}
     */
    public static Degradation noise(double least, double most) {
        return Degradations.gaussianNoise(least, most);
    }

    /**
     * Brightness, contrast and saturation that change by chance, as white balance and exposure do: each times a factor
     * that is drawn uniformly from 1 − v to 1 + v for each image, in this order.
     *
     * <pre>{@code
     * System.out.println(colorJitter(0.1, 0.1, 0.2).then(downscaled(bicubic(), 4)));
     * }</pre>
     *
     * @param brightness v of the brightness, from 0 to 1; 0 leaves it
     * @param contrast v of the contrast about the mean luma, from 0 to 1
     * @param saturation v of the saturation, from 0 to 1
     * @return the degradation
     * @throws IllegalArgumentException if a value is out of range
     */
    public static Degradation colorJitter(double brightness, double contrast, double saturation) {
        return Degradations.colorJitter(brightness, contrast, saturation);
    }

    /**
     * JPEG compression.
     *
     * @param quality 1 to 100
     * @return the degradation
     * @throws IllegalArgumentException if {@code quality} is out of range
     */
    public static Degradation jpeg(int quality) {
        return Degradations.jpeg(quality);
    }

    /**
     * JPEG compression with a quality drawn uniformly for each image.
     *
     * @param least lowest quality, from 1
     * @param most highest quality, up to 100
     * @return the degradation
     * @throws IllegalArgumentException if the values are out of range or {@code least} exceeds {@code most}
     */
    public static Degradation jpeg(int least, int most) {
        return Degradations.jpeg(least, most);
    }

    /**
     * Divides width and height by a factor: {@code blur(2).then(downscaled(bicubic(), 4))}. Rows and columns beyond a
     * multiple of the factor are cropped at the right and bottom first.
     *
     * @param resampling the interpolation
     * @param factor 1 or more
     * @return the degradation
     * @throws IllegalArgumentException if {@code factor} is less than 1
     */
    public static Degradation downscaled(Resampling resampling, int factor) {
        given("resampling", resampling);
        return Degradations.downscaled(resampling, factor);
    }

    /**
     * Multiplies width and height by a factor drawn uniformly for each image, with an interpolation drawn from the
     * choices.
     *
     * @param least smallest factor, from 0.01
     * @param most largest factor, up to 16
     * @param choices interpolations, at least one, with equal probability
     * @return the degradation
     * @throws IllegalArgumentException if the factors are out of range, {@code least} exceeds {@code most}, or there
     *     are no choices
     */
    public static Degradation resized(double least, double most, Resampling... choices) {
        given("choices", choices);
        return Degradations.resized(least, most, choices);
    }

    /**
     * Applies one of several degradations, drawn for each image.
     *
     * @param choices the degradations, at least one, with equal probability
     * @return the degradation
     * @throws IllegalArgumentException if there are no choices
     */
    public static Degradation oneOf(Degradation... choices) {
        given("choices", choices);
        return Degradations.oneOf(choices);
    }

    /**
     * Applies all of several degradations, in an order drawn for each image.
     *
     * @param steps the degradations, at least one
     * @return the degradation
     * @throws IllegalArgumentException if there are no steps
     */
    public static Degradation shuffled(Degradation... steps) {
        given("steps", steps);
        return Degradations.shuffled(steps);
    }

    /**
     * A fixed substitute for the degradation of an unknown camera: blur of σ = 2 pixels, bicubic downscaling, noise of
     * 6 gray levels, JPEG of quality 60.
     *
     * @param factor downscaling factor, 1 or more
     * @return the degradation
     * @throws IllegalArgumentException if {@code factor} is less than 1
     */
    public static Degradation unknown(int factor) {
        return Degradations.unknown(factor);
    }

    /**
     * Names a custom degradation: {@code degradation("darker", (image, random) -> ...)}.
     *
     * @param name the name that is printed
     * @param degradation the function
     * @return the named degradation
     */
    public static Degradation degradation(String name, Degradation degradation) {
        given("name", name, "degradation", degradation);
        return Degradations.named(name, degradation);
    }

    // Losses

    /**
     * Absolute differences in place of the paper's distance, for R_intra or R_inter (Table 9, ℓ1).
     *
     * @return the distance
     */
    public static Distance l1() {
        return Distance.L1;
    }

    /**
     * Squared differences in place of the paper's distance, for R_intra or R_inter.
     *
     * @return the distance
     */
    public static Distance squared() {
        return Distance.SQUARED;
    }

    /**
     * The difference of the two models' Gram matrices, for R_inter.
     *
     * @return the distance
     */
    public static Distance differenceOfGrams() {
        return Distance.DIFFERENCE_OF_GRAMS;
    }

    /**
     * The Frobenius norm of the difference of the distance maps, for R_intra.
     *
     * @return the distance
     */
    public static Distance frobenius() {
        return Distance.FROBENIUS;
    }

    /**
     * The difference of two Frobenius norms, for R_intra.
     *
     * @return the distance
     */
    public static Distance normDifference() {
        return Distance.NORM_DIFFERENCE;
    }

    /**
     * The cosine between the signed differences of the two models, for R_intra.
     *
     * @return the distance
     */
    public static Distance cosine() {
        return Distance.COSINE;
    }

    // Balances

    /**
     * A balance that gives each distillation term a share of the push on the predictions:
     * {@code balance(shares().rIntra(0.3).rInter(0.3))}.
     *
     * @return 0.25 for each distillation term, the rest for the supervised part
     */
    public static Shares shares() {
        return Shares.DEFAULT;
    }

    /**
     * A balance that minimizes the distances while a metric stays near its value at the start:
     * {@code balance(aim(keep(psnr()).within(0.3)))}.
     *
     * @param keep the metric and its margin
     * @return the balance
     */
    public static Aim aim(Constraint keep) {
        given("keep", keep);
        return Aim.of(keep);
    }

    /**
     * A metric that an aim keeps near its value at the start: {@code keep(psnr()).within(0.3)}.
     *
     * @param metric a metric with a direction, such as {@code psnr()}
     * @return the metric, to be given a margin by {@code within(...)}
     */
    public static Keep keep(Metric metric) {
        given("metric", metric);
        return new Keep(metric);
    }

    /**
     * A balance in which a small step lets no term grow: UPGrad on unit gradients.
     *
     * @return the balance
     */
    public static ConflictFree conflictFree() {
        return new ConflictFree();
    }

    /**
     * A balance in which the term that gains least gains as much as it can near the mean gradient: CAGrad on unit
     * gradients.
     *
     * @param c how far the direction may be from the mean, in its lengths; at least 0 and below 1; 0.5 in the paper
     * @return the balance
     * @throws IllegalArgumentException if the value is out of range
     */
    public static ConflictAverse cagrad(double c) {
        return new ConflictAverse(c);
    }

    /**
     * A balance that minimizes the sum of the logarithms of the terms, so that their units do not matter.
     *
     * @return the balance
     */
    public static Invariant invariant() {
        return new Invariant();
    }

    /**
     * A balance that draws the weights anew in every iteration, as a control for the others.
     *
     * @param seed seed of the weights
     * @return the balance
     */
    public static RandomWeights randomWeights(long seed) {
        return new RandomWeights(seed);
    }

    /**
     * A U-Net discriminator with random weights: {@code adversarial(a -> a.discriminator(unet(16)))}.
     *
     * @param features channels of the first convolution, 1 or more; 64 in the paper
     * @return the discriminator
     * @throws IllegalArgumentException if {@code features} is less than 1
     */
    public static DiscriminatorStart unet(int features) {
        return DiscriminatorStart.unet(features);
    }

    // Devices and precisions

    /**
     * The CPU as training device: {@code distill().on(cpu())}.
     *
     * @return the device
     */
    public static Device cpu() {
        return Device.cpu();
    }

    /**
     * The first GPU as training device: {@code distill().on(gpu())}.
     *
     * @return the device
     */
    public static Device gpu() {
        return gpu(0);
    }

    /**
     * A GPU as training device.
     *
     * @param number index of the GPU, from 0
     * @return the device
     */
    public static Device gpu(int number) {
        return Device.gpu(number);
    }

    /**
     * Networks compute in float32, as in the published code.
     *
     * @return the precision
     */
    public static Precision float32() {
        return Precision.FLOAT32;
    }

    /**
     * Networks compute in bfloat16; weights, losses and optimizer stay in float32.
     *
     * @return the precision
     */
    public static Precision bfloat16() {
        return Precision.BFLOAT16;
    }

    // Metrics and evaluations

    /**
     * Peak signal-to-noise ratio in dB, on RGB rounded to 8 bits, with a border of 4 pixels cropped as in the
     * published code.
     *
     * @return the metric
     */
    public static Psnr psnr() {
        return Psnr.rgb().border(4);
    }

    /**
     * Structural similarity, on RGB rounded to 8 bits, with a border of 4 pixels cropped as in the published code.
     *
     * @return the metric
     */
    public static Ssim ssim() {
        return Ssim.rgb().border(4);
    }

    /**
     * The distance to the ground truth in features of the shipped slim VGG19; lower is better.
     *
     * @return the metric
     */
    public static FeatureDistance featureDistance() {
        return FeatureDistance.in(PretrainedModels.slimVgg19());
    }

    /**
     * LPIPS with AlexNet, the usual variant: RGB rounded to 8 bits, no border; lower is better.
     *
     * @return the metric
     * @throws IllegalArgumentException if the weights of {@code ./pdd fetch alexnet lpips-alexnet} are missing
     */
    public static Lpips lpips() {
        return lpips("alexnet");
    }

    /**
     * LPIPS with AlexNet or VGG16; the weights come from {@code ./pdd fetch vgg16 lpips-vgg16}.
     *
     * @param network {@code alexnet} or {@code vgg16}
     * @return the metric
     * @throws IllegalArgumentException if {@code network} is another name or its weights are missing
     */
    public static Lpips lpips(String network) {
        given("network", network);
        if (!network.equals("alexnet") && !network.equals("vgg16")) {
            throw new IllegalArgumentException(
                    "network of LPIPS must be alexnet or vgg16, got " + network + ": use lpips(), which is alexnet's");
        }
        List<Path> fetched = HomeFolder.fetched("LPIPS", network, "lpips-" + network);
        return Lpips.in(
                FeatureExtractor.load(fetched.get(0)).printedAs("lpips(" + Phrases.of(network) + ").trunk()"),
                Checkpoints.read(fetched.get(1)).requireFinite());
    }

    /**
     * NIQE, a no-reference metric, on gray values of 8 bits without border; lower is better.
     *
     * @return the metric
     * @throws IllegalArgumentException if the model of {@code ./pdd fetch niqe} is missing
     */
    public static Niqe niqe() {
        return Niqe.of(
                Checkpoints.read(HomeFolder.fetched("NIQE", "niqe").get(0)).requireFinite());
    }

    /**
     * A custom metric, where higher is better by default:
     * {@code metric("error", (prediction, truth) -> ...).lowerIsBetter()}.
     *
     * @param name the name in tables, not blank
     * @param function of prediction and truth, both RGB and of equal size
     * @return the metric
     * @throws IllegalArgumentException if {@code name} is blank
     */
    public static FunctionMetric metric(String name, ToDoubleBiFunction<Image, Image> function) {
        given("name", name, "function", function);
        return FunctionMetric.of(name, function);
    }

    /**
     * A no-reference metric network exported to TorchScript. A TorchScript file is a program: load only files you
     * trust.
     *
     * @param file path of the TorchScript file
     * @return the metric, named after the file, where higher is better
     * @throws IllegalArgumentException if the file is missing or not a TorchScript archive
     */
    public static TorchScriptMetric torchScriptMetric(String file) {
        given("file", file);
        return TorchScriptMetric.of(Path.of(file));
    }

    /**
     * Evaluates a network on labeled images.
     *
     * @param network the network or interpolation
     * @param pairs low-resolution images with ground truth
     * @param metrics at least one, with different names
     * @return one row per image and one column per metric
     * @throws IllegalArgumentException if metrics are missing or share a name, or no image could be measured
     */
    public static Evaluation evaluate(Upscaler network, Pairs pairs, Metric... metrics) {
        given("network", network, "pairs", pairs, "metrics", metrics);
        return Evaluation.of(network, pairs, metrics);
    }

    /**
     * Evaluates a network on labeled images, with the metrics of a protocol.
     *
     * @param network the network or interpolation
     * @param pairs low-resolution images with ground truth
     * @param protocol such as {@code pddProtocol()}, {@code basicsrProtocol()} or {@code stablesrProtocol()}
     * @return one row per image and one column per metric
     * @throws IllegalArgumentException if no image could be measured
     */
    public static Evaluation evaluate(Upscaler network, Pairs pairs, Protocol protocol) {
        given("network", network, "pairs", pairs, "protocol", protocol);
        return evaluate(network, pairs, protocol.metrics().toArray(Metric[]::new));
    }

    /**
     * Evaluates images predicted by another program: {@code evaluate(predictions("stablesr", 4), pairs, psnr())}.
     *
     * @param predicted the predictions
     * @param pairs low-resolution images with ground truth
     * @param metrics at least one, with different names
     * @return one row per image and one column per metric
     * @throws IllegalArgumentException if metrics are missing or share a name, or no image could be measured
     */
    public static Evaluation evaluate(PredictedImages predicted, Pairs pairs, Metric... metrics) {
        given("predicted", predicted, "pairs", pairs, "metrics", metrics);
        return Evaluation.of(predicted, pairs, metrics);
    }

    /**
     * Evaluates images predicted by another program, with the metrics of a protocol:
     * {@code evaluate(predictions("stablesr", 4), pairs, pddProtocol())}.
     *
     * @param predicted the predictions
     * @param pairs low-resolution images with ground truth
     * @param protocol such as {@code pddProtocol()}, {@code basicsrProtocol()} or {@code stablesrProtocol()}
     * @return one row per image and one column per metric
     * @throws IllegalArgumentException if no image could be measured
     */
    public static Evaluation evaluate(PredictedImages predicted, Pairs pairs, Protocol protocol) {
        given("predicted", predicted, "pairs", pairs, "protocol", protocol);
        return evaluate(predicted, pairs, protocol.metrics().toArray(Metric[]::new));
    }

    /**
     * The predictions of another program.
     *
     * @param folder path of the folder with the predictions, or a name of {@code ./pdd fetch}
     * @param scale ratio of their size to the size of their inputs, 1 to 16
     * @return the predictions
     * @throws IllegalArgumentException if the folder is missing or holds no image, or {@code scale} is out of range
     */
    public static PredictedImages predictions(String folder, int scale) {
        given("folder", folder);
        return predictions(HomeFolder.images(folder), scale);
    }

    /**
     * The predictions of another program.
     *
     * @param images the predictions, under the names of their inputs or names that begin so
     * @param scale ratio of their size to the size of their inputs, 1 to 16
     * @return the predictions
     * @throws IllegalArgumentException if {@code scale} is out of range
     */
    public static PredictedImages predictions(Images images, int scale) {
        given("images", images);
        return new PredictedImages(images, scale);
    }

    /**
     * The predictions of another program.
     *
     * @param folder the folder with the predictions
     * @param scale ratio of their size to the size of their inputs, 1 to 16
     * @return the predictions
     * @throws IllegalArgumentException if the folder is missing or holds no image, or {@code scale} is out of range
     */
    public static PredictedImages predictions(Path folder, int scale) {
        given("folder", folder);
        return new PredictedImages(Images.in(folder), scale, String.valueOf(folder.getFileName()));
    }

    /**
     * Reads scores computed by {@code ./pdd scores} or another program.
     *
     * @param csv path of a CSV file as described at {@link Evaluation#of(Path, String)}
     * @param network the name of the network in tables
     * @return one row per image and one column per metric
     * @throws IllegalArgumentException if the file is missing or incomplete, or a value is not finite
     */
    public static Evaluation scores(String csv, String network) {
        given("csv", csv, "network", network);
        return scores(Path.of(csv), network);
    }

    /**
     * Reads scores computed by {@code ./pdd scores} or another program.
     *
     * @param csv a CSV file as described at {@link Evaluation#of(Path, String)}
     * @param network the name of the network in tables
     * @return one row per image and one column per metric
     * @throws IllegalArgumentException if the file is missing or incomplete, or a value is not finite
     */
    public static Evaluation scores(Path csv, String network) {
        given("csv", csv, "network", network);
        return Evaluation.of(csv, network);
    }

    /**
     * Compares two networks evaluated on the same images; see {@link Comparison}.
     *
     * @param a scores of one network
     * @param b scores of another network, on the same images and by the same conventions
     * @return one row per metric: difference, 95 % interval and paired test
     * @throws IllegalArgumentException as {@link Comparison#of(Table, Table)}
     */
    public static Table compare(Evaluation a, Evaluation b) {
        given("a", a, "b", b);
        return Comparison.of(a, b);
    }

    /**
     * Says for each metric whether A is better or worse than B, or that the images do not tell; see
     * {@link Comparison#verdict(Evaluation, Evaluation)}.
     *
     * @param a scores of one network
     * @param b scores of another network, on the same images and by the same conventions
     * @return one line per metric
     * @throws IllegalArgumentException as {@link Comparison#of(Table, Table)}
     */
    public static String verdict(Evaluation a, Evaluation b) {
        given("a", a, "b", b);
        return Comparison.verdict(a, b);
    }

    /**
     * Compares two tables of scores, such as selected rows of {@code scores.table()}; see {@link Comparison}.
     *
     * @param a scores of one network
     * @param b scores of another network, on the same images and by the same conventions
     * @return one row per metric: difference, 95 % interval and paired test
     * @throws IllegalArgumentException as {@link Comparison#of(Table, Table)}
     */
    public static Table compare(Table a, Table b) {
        given("a", a, "b", b);
        return Comparison.of(a, b);
    }

    /**
     * A table of the paper's supplement, labeled as published, for comparison with your own results.
     *
     * @param number 6, 7, 8 or 9
     * @return the table, with a column {@code source}
     * @throws IllegalArgumentException if there is no such table
     */
    public static Table publishedTable(int number) {
        return PaperTables.table(number);
    }

    /**
     * PSNR and SSIM by the conventions of the published code: RGB, border 4.
     *
     * @return the protocol
     */
    public static Protocol pddProtocol() {
        return Protocol.pddProtocol();
    }

    /**
     * PSNR and SSIM by the conventions of BasicSR's tables: luma, border 4.
     *
     * @return the protocol
     */
    public static Protocol basicsrProtocol() {
        return Protocol.basicsrProtocol();
    }

    /**
     * PSNR and SSIM by the conventions of StableSR: luma, no border, computed as in pyiqa.
     *
     * @return the protocol
     */
    public static Protocol stablesrProtocol() {
        return Protocol.stablesrProtocol();
    }

    // Analyses

    /**
     * Exact t-SNE with the settings of its paper: {@code tsne().of(Map.of("real", p, "synthetic", q))}.
     *
     * @return perplexity 30, 1000 iterations, learning rate 200, exaggeration 12, seed 0
     */
    public static TSne tsne() {
        return TSne.exact();
    }

    /**
     * Extracts low-level features of images with the residual body of a network, in patches (supplement B).
     *
     * @param network an SRResNet or RRDBNet
     * @return the extraction, with patches of 50 × 50
     * @throws IllegalArgumentException if the network has no residual body
     */
    public static LowLevel lowLevel(Network network) {
        given("network", network);
        return LowLevel.of(network);
    }

    /**
     * The KL divergence between two sets of features in nats: three estimators, both directions, 95 % intervals; see
     * {@link Divergence#between(Features, Features)}.
     *
     * @param p one set, at least 6 rows
     * @param q another set of the same network, layer and patch size, at least 6 rows
     * @return one row per estimator and direction
     * @throws IllegalArgumentException if the sets differ in network, layer or patch size, or have too few rows
     */
    public static Table kl(Features p, Features q) {
        given("p", p, "q", q);
        return Divergence.between(p, q);
    }

    /**
     * The KL divergence between two samples in nats: three estimators, both directions, 95 % intervals; see
     * {@link Divergence#between(double[][], double[][])}.
     *
     * @param p one sample, [row][dimension], at least 6 rows
     * @param q another sample of the same dimension, at least 6 rows
     * @return one row per estimator and direction
     * @throws IllegalArgumentException if rows differ in length, are not finite, or are too few
     */
    public static Table kl(double[][] p, double[][] q) {
        given("p", p, "q", q);
        return Divergence.between(p, q);
    }
}
