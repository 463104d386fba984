/// Organizations, the vendor's staff, and the tokens with which both come in.
@NullMarked
package io.bowline.control.org;

import org.jspecify.annotations.NullMarked;
