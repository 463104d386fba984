/// A release's way into the vendor's registry and out of it, with its signature.
@NullMarked
package io.bowline.release.publish;

import org.jspecify.annotations.NullMarked;
