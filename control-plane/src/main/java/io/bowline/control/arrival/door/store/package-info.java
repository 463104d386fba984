/// Rows of what doors told.
@NullMarked
package io.bowline.control.arrival.door.store;

import org.jspecify.annotations.NullMarked;
