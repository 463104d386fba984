/// Who may read and write which repository of the artifact registry, and the passes they get.
@NullMarked
package io.bowline.control.artifact;

import org.jspecify.annotations.NullMarked;
