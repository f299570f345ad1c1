/** VGG16 and VGG19 as feature extractors. */
@Internal
@NullMarked
package io.github.pdd4j.network.vgg;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
