/// The way of an install from a wish to a runner that is heard, and how somebody gives it up.
@NullMarked
package io.bowline.control.arrival;

import org.jspecify.annotations.NullMarked;
