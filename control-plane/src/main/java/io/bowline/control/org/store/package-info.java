/// Rows of organizations and tokens; of a token only its hash.
@NullMarked
package io.bowline.control.org.store;

import org.jspecify.annotations.NullMarked;
