package io.github.pdd4j.view;

import io.github.pdd4j.image.Image;

/**
 * An image with the words under it.
 *
 * <pre>{@code
 * Captioned input = new Captioned("LR input", ImageFiles.load(photo));
 * System.out.println(input.caption());
 * }</pre>
 *
 * @param caption the words; empty for none
 * @param image the image
 */
public record Captioned(String caption, Image image) {}
