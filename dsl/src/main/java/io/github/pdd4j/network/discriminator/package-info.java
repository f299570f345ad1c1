/** The U-Net discriminator with spectral normalization. */
@NullMarked
package io.github.pdd4j.network.discriminator;

import org.jspecify.annotations.NullMarked;
