/** EfficientNet-Lite0 as a feature extractor. */
@NullMarked
package io.github.pdd4j.network.efficientnet;

import org.jspecify.annotations.NullMarked;
