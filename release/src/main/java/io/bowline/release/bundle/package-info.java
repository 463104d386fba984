/// A release as an OCI artifact: packed from an author's folder, read back by digest.
@NullMarked
package io.bowline.release.bundle;

import org.jspecify.annotations.NullMarked;
