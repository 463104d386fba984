/// What this runner's cloud says about where it is.
@NullMarked
package io.bowline.runner.witness;

import org.jspecify.annotations.NullMarked;
