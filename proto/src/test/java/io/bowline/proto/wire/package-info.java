/// Proves that the wire only grows.
@NullMarked
package io.bowline.proto.wire;

import org.jspecify.annotations.NullMarked;
