/// The rows of allowed regions.
@NullMarked
package io.bowline.control.region.store;

import org.jspecify.annotations.NullMarked;
