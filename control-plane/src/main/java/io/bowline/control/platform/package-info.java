/// What every room stands on: clock, randomness and the minting of ids.
@NullMarked
package io.bowline.control.platform;

import org.jspecify.annotations.NullMarked;
