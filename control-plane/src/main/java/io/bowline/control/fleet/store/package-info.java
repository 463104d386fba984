/// The rows of fleets.
@NullMarked
package io.bowline.control.fleet.store;

import org.jspecify.annotations.NullMarked;
