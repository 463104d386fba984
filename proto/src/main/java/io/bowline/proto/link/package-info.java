/// Generated messages and stubs of the link; only the link's two ends see them.
@NullMarked
package io.bowline.proto.link;

import org.jspecify.annotations.NullMarked;
