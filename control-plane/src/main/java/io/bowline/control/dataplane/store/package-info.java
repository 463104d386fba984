/// What is asked of the database about the data planes of fleets.
@NullMarked
package io.bowline.control.dataplane.store;

import org.jspecify.annotations.NullMarked;
