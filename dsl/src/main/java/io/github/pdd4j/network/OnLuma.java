package io.github.pdd4j.network;

import ai.djl.Device;
import io.github.pdd4j.image.Channels;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Resampling;
import java.util.Map;
import java.util.Optional;

/**
 * Upscales the luma of an image by another upscaler and its colors by bicubic interpolation.
 *
 * <p>The differences of red, green and blue to the luma are Cb and Cr but for a factor each, so that no conversion of
 * colors is needed.
 */
record OnLuma(Upscaler upscaler) implements Upscaler {
    @Override
    public Image upscale(Image image) {
        try (Session opened = open()) {
            return opened.upscale(image);
        }
    }

    @Override
    public Session open() {
        Session session = upscaler.open();
        return new Session() {
            @Override
            public Image upscale(Image image) {
                return upscaled(image, session);
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }

    private static Image upscaled(Image image, Session session) {
        if (image.channels() == 1) {
            return session.upscale(image);
        }
        image.requireFinite("an image to upscale");
        Image rgb = image.rgb();
        Image luma = session.upscale(Channels.luma(rgb));
        Image colors = Resampling.MATLAB_BICUBIC.to(rgb, luma.width(), luma.height());
        float[] found = luma.values();
        float[] interpolated = Channels.luma(colors).values();
        float[] values = colors.values();
        for (int i = 0; i < values.length; i++) {
            values[i] += found[i % found.length] - interpolated[i % found.length];
        }
        Image result = Image.of(3, luma.height(), luma.width(), values).clipped();
        if (image.channels() == 4) {
            result = Channels.rgba(result, session.upscale(Channels.alpha(image)));
        }
        return result.profiledAs(image);
    }

    @Override
    public int scale() {
        return upscaler.scale();
    }

    @Override
    public Optional<Device> device() {
        return upscaler.device();
    }

    @Override
    public Identity identity() {
        Identity inner = upscaler.identity();
        String settings = inner.settings().isEmpty() ? "on luma" : inner.settings() + ", on luma";
        return new Identity(inner.source(), inner.sha256(), settings, Map.of("onLuma", inner.facts()));
    }
}
