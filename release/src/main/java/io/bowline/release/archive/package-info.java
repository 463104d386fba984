/// The one way to open and to write an archive; nothing leaves its folder or its limits.
@NullMarked
package io.bowline.release.archive;

import org.jspecify.annotations.NullMarked;
