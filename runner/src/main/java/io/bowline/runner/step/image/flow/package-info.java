/// How much of a transfer is under way at once, who waits for whom, and what ends it.
@NullMarked
package io.bowline.runner.step.image.flow;

import org.jspecify.annotations.NullMarked;
