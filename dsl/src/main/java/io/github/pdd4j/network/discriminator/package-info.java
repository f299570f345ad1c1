/** The U-Net discriminator with spectral normalization. */
@Internal
@NullMarked
package io.github.pdd4j.network.discriminator;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
