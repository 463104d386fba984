/// Signatures that `cosign` makes and takes, with keys and without a transparency log.
@NullMarked
package io.bowline.release.cosign;

import org.jspecify.annotations.NullMarked;
