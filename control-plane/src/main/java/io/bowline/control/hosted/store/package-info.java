/// The rows of handovers.
@NullMarked
package io.bowline.control.hosted.store;

import org.jspecify.annotations.NullMarked;
