/// Rows of reviews, which the process adds and never alters.
@NullMarked
package io.bowline.control.review.store;

import org.jspecify.annotations.NullMarked;
