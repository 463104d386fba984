/// Hears what clouds say about where runners are.
@NullMarked
package io.bowline.control.arrival.witness;

import org.jspecify.annotations.NullMarked;
