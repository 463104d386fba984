/// What runners find not to be as it should, from when it was told first until it is over.
@NullMarked
package io.bowline.control.finding;

import org.jspecify.annotations.NullMarked;
