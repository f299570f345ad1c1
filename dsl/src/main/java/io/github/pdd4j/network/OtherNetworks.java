package io.github.pdd4j.network;

import io.github.pdd4j.weights.StateDict;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names unsupported networks in error messages, recognized by the tensor names of their published code. */
final class OtherNetworks {
    private static final int MAX_NAMES = 5000;

    /**
     * An unsupported network.
     *
     * @param name its name, as used in a sentence
     * @param marks patterns that must each match a tensor name, at the start or after a dot
     */
    private record Other(String name, List<Pattern> marks) {
        boolean names(StateDict weights) {
            return marks.stream()
                    .allMatch(mark -> weights.names().stream()
                            .limit(MAX_NAMES)
                            .anyMatch(name -> mark.matcher(name).find()));
        }
    }

    private static Other other(String name, String... marks) {
        return new Other(
                name,
                Stream.of(marks)
                        .map(mark -> Pattern.compile("(?:^|\\.)" + mark))
                        .toList());
    }

    private static final String RESIDUAL_GROUP = "layers\\.\\d+\\.residual_group\\.";

    /** The first match is reported, so entries with more specific patterns come first. */
    private static final List<Other> NETWORKS = List.of(
            other("CRAFT", RESIDUAL_GROUP + "hf_blocks\\."),
            other("Swin2SR", RESIDUAL_GROUP + "blocks\\.\\d+\\.attn\\.(logit_scale$|cpb_mlp\\.)"),
            other("GRL", "(table_sh|index_sh_a2w)$"),
            other("RLFN", "block_\\d\\.c1_r\\.", "block_\\d\\.esa\\."),
            other("PLKSR", "feats\\.\\d+\\.(lk|plk)\\.", "feats\\.\\d+\\.channe_mixer\\."),
            other("SAFMN", "feats\\.\\d+\\.(layers\\.\\d+\\.)?safm\\."),
            other("DITN", "UFONE\\.\\d+\\.ITLs\\."),
            other("RDN", "SFENet1\\.weight$"),
            other("RDN", "sfe1\\.weight$", "rdbs\\.\\d+\\."),
            other("IMDN", "IMDB\\d\\."),
            other("RFDN", "B\\d\\.c1_d\\."),
            other("FSRCNN", "first_part\\.0\\.weight$", "mid_part\\."),
            other("Swift-SRGAN", "initial\\.cnn\\.depthwise\\."),
            other("AuraSR", "mid_block2\\.block1\\.proj\\."),
            other("SCUNet", "m_head\\.0\\.weight$", "m_body\\."),
            other("DRUNet", "m_head\\.weight$", "m_body\\."),
            other("NAFNet", "intro\\.weight$", "middle_blks\\.\\d+\\."),
            other("Restormer", "encoder_level1\\.\\d+\\.attn\\."),
            other("Uformer", "encoderlayer_0\\.blocks\\."),
            other("LaMa", "model\\.1\\.bn_l\\."),
            other("GFPGAN", "stylegan_decoder\\."),
            other(
                    "a network of codes for faces, as CodeFormer and RestoreFormer are",
                    "quantize\\.embedding\\.weight$"),
            other("StyleGAN2", "style\\.\\d+\\.weight$", "to_rgb1\\."),
            other("BasicVSR", "spynet\\."),
            other("EDVR", "pcd_align\\."),
            other("Stable Diffusion", "model\\.diffusion_model\\."),
            other("an adapter (LoRA) to another network", "lora_(up|down|A|B)\\."),
            other("the heads of LPIPS, which lpips() reads,", "lin0\\.model\\.1\\.weight$"),
            other("a VGG with batch normalization", "features\\.1\\.running_mean$", "features\\.0\\.weight$"),
            other("a DenseNet", "features\\.denseblock1\\."),
            other("another network of torchvision", "features\\.0\\.(0\\.)?weight$", "classifier\\.\\d+\\.weight$"),
            other("a ResNet", "layer1\\.0\\.conv1\\.weight$", "layer4\\.0\\.conv1\\.weight$"),
            other("an EfficientNet of another size", "_blocks\\.\\d+\\._depthwise_conv\\."),
            other("an EfficientNet or MobileNet of timm", "conv_stem\\.weight$", "blocks\\.0\\.0\\."),
            other("a discriminator that is not a U-Net", "conv0_0\\.weight$", "conv0_1\\.weight$"),
            other("a transformer", "attn\\.(qkv|q|kv|in_proj_weight|to_qkv)"));

    private OtherNetworks() {}

    /** Returns the name of the network, with an article if it is a description; empty if no pattern matches. */
    static Optional<String> named(StateDict weights) {
        return NETWORKS.stream()
                .filter(other -> other.names(weights))
                .map(Other::name)
                .findFirst();
    }
}
