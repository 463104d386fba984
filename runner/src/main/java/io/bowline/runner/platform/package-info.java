/// The only place where the runner meets the machine's clock and randomness; others are given them.
@NullMarked
package io.bowline.runner.platform;

import org.jspecify.annotations.NullMarked;
