/// The rows of staff's accesses.
@NullMarked
package io.bowline.control.staff.store;

import org.jspecify.annotations.NullMarked;
