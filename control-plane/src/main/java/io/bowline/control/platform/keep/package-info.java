/// Backing up the whole control plane into one file, and restoring it from there.
@NullMarked
package io.bowline.control.platform.keep;

import org.jspecify.annotations.NullMarked;
