package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.image.ColourCorrection;
import io.github.pdd4j.image.Picture;
import io.github.pdd4j.tensor.Scope;

/**
 * How a picture is upscaled.
 *
 * <pre>{@code
 * System.out.println(compactGeneralist().upscale(image(photo), u -> u.tile(32).colourCorrection()));
 * }</pre>
 *
 * @param tile side of the pieces in input pixels, 256 by default; memory grows with its square
 * @param margin input pixels around a piece that the network sees and whose prediction is thrown away, 16 by default
 * @param corrected whether each channel gets the mean and deviation of the input (Eq. 13), off by default
 */
public record Upscaling(int tile, int margin, boolean corrected) {
    static final Upscaling DEFAULT = new Upscaling(256, 16, false);

    /** Checks the ranges. */
    public Upscaling {
        if (tile < 8) {
            throw new IllegalArgumentException("tile must be at least 8 pixels, got " + tile + ": use tile(256)");
        }
        if (margin < 0) {
            throw new IllegalArgumentException("margin must be at least 0 pixels, got " + margin + ": use margin(16)");
        }
    }

    /** The side of the pieces in input pixels. */
    public Upscaling tile(int pixels) {
        return new Upscaling(pixels, margin, corrected);
    }

    /** The border of each piece that is predicted and thrown away. */
    public Upscaling margin(int pixels) {
        return new Upscaling(tile, pixels, corrected);
    }

    /** Gives each channel of the prediction the mean and deviation of the input (Eq. 13). */
    public Upscaling colourCorrection() {
        return new Upscaling(tile, margin, true);
    }

    Picture upscale(Network network, Picture picture) {
        Picture input = picture.rgb();
        try (Scope scope = Scope.inference()) {
            Model model = Model.frozen(network, scope);
            Canvas canvas = new Canvas(input.height(), input.width(), network.scale());
            for (int y = 0; y < input.height(); y += tile) {
                for (int x = 0; x < input.width(); x += tile) {
                    piece(
                            model,
                            scope,
                            input,
                            canvas.piece(x, y, tile, margin, network.form().multiple()));
                }
            }
            Picture result = canvas.picture();
            return (corrected ? ColourCorrection.towards(input).of(result) : result).clipped();
        }
    }

    private static void piece(Model model, Scope scope, Picture input, Canvas.Piece piece) {
        try (Scope step = scope.unrecorded()) {
            NDArray x = step.tensor(piece.read(input), 1, 3, piece.height(), piece.width());
            piece.paste(model.predict(x).toFloatArray());
        }
    }
}
