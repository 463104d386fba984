/// Who may sign a release, and whether this one was: trust root, statements, verdicts.
@NullMarked
package io.bowline.release.trust;

import org.jspecify.annotations.NullMarked;
