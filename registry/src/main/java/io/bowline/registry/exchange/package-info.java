/// A Vert.x request in the hands of a blocking thread: bodies stream both ways at the pace of the
/// slower side.
@NullMarked
package io.bowline.registry.exchange;

import org.jspecify.annotations.NullMarked;
