/// Proves that what is read is what was written, and that nothing else is taken.
@NullMarked
package io.bowline.proto.codec;

import org.jspecify.annotations.NullMarked;
