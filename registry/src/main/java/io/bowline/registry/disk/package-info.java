/// Content-addressed storage on a folder: fsync, then rename, then fsync of the folder.
@NullMarked
package io.bowline.registry.disk;

import org.jspecify.annotations.NullMarked;
