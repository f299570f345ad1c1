/** AlexNet as a feature extractor. */
@Internal
@NullMarked
package io.github.pdd4j.network.alexnet;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
