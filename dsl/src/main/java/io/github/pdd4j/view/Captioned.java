package io.github.pdd4j.view;

import io.github.pdd4j.image.Image;

/**
 * An image with a caption.
 *
 * <pre>{@code
 * Captioned input = new Captioned("LR input", ImageFiles.load(photo));
 * System.out.println(input.caption());
 * }</pre>
 *
 * @param caption the text below the image; empty for none
 * @param image the image
 */
public record Captioned(String caption, Image image) implements Viewable {
    @Override
    public View view() {
        return ImageGrid.of(this).view();
    }

    @Override
    public String toString() {
        return caption.isEmpty() ? image.toString() : caption + ": " + image;
    }
}
