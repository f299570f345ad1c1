/** Drawing of the images of {@code datasets/generated}, which were also used to train the shipped networks. */
@NullMarked
package io.github.pdd4j.tools.paint;

import org.jspecify.annotations.NullMarked;
