/// What the doors into customers' accounts tell of what they make there.
@NullMarked
package io.bowline.control.arrival.door;

import org.jspecify.annotations.NullMarked;
