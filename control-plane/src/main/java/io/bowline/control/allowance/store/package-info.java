/// Rows of allowances and of what was taken.
@NullMarked
package io.bowline.control.allowance.store;

import org.jspecify.annotations.NullMarked;
