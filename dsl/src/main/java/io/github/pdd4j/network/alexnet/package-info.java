/** AlexNet as a feature extractor. */
@NullMarked
package io.github.pdd4j.network.alexnet;

import org.jspecify.annotations.NullMarked;
