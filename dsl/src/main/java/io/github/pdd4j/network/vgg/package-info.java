/** VGG16 and VGG19 as feature extractors. */
@NullMarked
package io.github.pdd4j.network.vgg;

import org.jspecify.annotations.NullMarked;
