/// The vendor's side of a release: publishing, channels, and which organizations are entitled to
/// it.
@NullMarked
package io.bowline.control.catalog;

import org.jspecify.annotations.NullMarked;
