/// The data planes of fleets: an install for each, and what its runner starts from.
@NullMarked
package io.bowline.control.dataplane;

import org.jspecify.annotations.NullMarked;
