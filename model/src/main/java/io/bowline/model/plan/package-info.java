/// What will be done to one install, byte by byte, and the approval that admits it.
@NullMarked
package io.bowline.model.plan;

import org.jspecify.annotations.NullMarked;
