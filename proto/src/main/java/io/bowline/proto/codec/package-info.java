/// Between the wire and the model: strict limits on what comes in, and bytes that both sides keep.
@NullMarked
package io.bowline.proto.codec;

import org.jspecify.annotations.NullMarked;
