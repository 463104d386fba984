/// What the customer's registry has found in images by scanning them, and what their policy says
/// about that.
@NullMarked
package io.bowline.runner.step.image.scan;

import org.jspecify.annotations.NullMarked;
