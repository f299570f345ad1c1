/** VGG19 as a feature extractor. */
@NullMarked
package io.github.pdd4j.network.vgg;

import org.jspecify.annotations.NullMarked;
