/// Bytes on their way from one registry to another: taken as they arrive, hashed, and handed on
/// without a copy.
@NullMarked
package io.bowline.runner.step.image.stream;

import org.jspecify.annotations.NullMarked;
