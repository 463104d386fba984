/// Rows of lent roles.
@NullMarked
package io.bowline.control.lending.store;

import org.jspecify.annotations.NullMarked;
