/// A small client of the OCI distribution protocol for release bundles.
@NullMarked
package io.bowline.release.registry;

import org.jspecify.annotations.NullMarked;
