package io.github.pdd4j.metric;

import java.util.List;
import java.util.stream.Stream;

/**
 * Metrics with their conventions under one name, so that numbers can stand beside published ones.
 *
 * <pre>{@code
 * System.out.println(evaluate(compactGeneralist(), pairs(folder), basicsrProtocol()));
 * }</pre>
 *
 * @param name whose conventions they are
 * @param metrics in the order of the columns
 */
public record Protocol(String name, List<Metric> metrics) {
    /** Copies the metrics. */
    public Protocol {
        metrics = List.copyOf(metrics);
    }

    /** The published code of the method: PSNR and SSIM of RGB, a border of 4 pixels left out. */
    public static Protocol pddProtocol() {
        return new Protocol("pdd", List.of(Psnr.rgb(), Ssim.rgb()));
    }

    /** BasicSR with {@code test_y_channel}, as in most tables of ×4 networks: luma, a border of 4 pixels left out. */
    public static Protocol basicsrProtocol() {
        return new Protocol("basicsr", List.of(Psnr.rgb().luma(), Ssim.rgb().luma()));
    }

    /** StableSR, which measured with pyiqa: luma, whole images, SSIM as pyiqa computes it. */
    public static Protocol stablesrProtocol() {
        Ssim ssim = Ssim.rgb().luma().border(0).pyiqa();
        return new Protocol("stablesr", List.of(Psnr.rgb().luma().border(0), ssim));
    }

    /** The same with more metrics. */
    public Protocol and(Metric... more) {
        return new Protocol(
                name, Stream.concat(metrics.stream(), Stream.of(more)).toList());
    }
}
