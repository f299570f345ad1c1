package io.github.pdd4j.view;

import io.github.pdd4j.image.Picture;

/**
 * A picture with the words under it.
 *
 * <pre>{@code
 * Captioned input = new Captioned("LR input", Pictures.load(photo));
 * System.out.println(input.caption());
 * }</pre>
 *
 * @param caption the words; empty for none
 * @param picture the picture
 */
public record Captioned(String caption, Picture picture) {}
