/// The patch formats that clients send, one class each.
@NullMarked
package io.bowline.simulator.patch;

import org.jspecify.annotations.NullMarked;
