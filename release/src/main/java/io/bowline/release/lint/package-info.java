/// What can be said about an author's folder before it becomes a release.
@NullMarked
package io.bowline.release.lint;

import org.jspecify.annotations.NullMarked;
