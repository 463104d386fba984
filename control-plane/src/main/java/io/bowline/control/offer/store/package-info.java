/// The SQL of pins and of who runs what.
@NullMarked
package io.bowline.control.offer.store;

import org.jspecify.annotations.NullMarked;
