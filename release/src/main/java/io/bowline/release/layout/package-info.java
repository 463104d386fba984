/// A release with everything that it needs in one file, an OCI image layout: for installs that
/// reach no registry but their own.
@NullMarked
package io.bowline.release.layout;

import org.jspecify.annotations.NullMarked;
