/// What asking a cloud about credentials finds, whichever cloud it is.
@NullMarked
package io.bowline.cloud.probe;

import org.jspecify.annotations.NullMarked;
