/// The organizations' data keys, themselves sealed under the master key.
@NullMarked
package io.bowline.control.secret.store;

import org.jspecify.annotations.NullMarked;
