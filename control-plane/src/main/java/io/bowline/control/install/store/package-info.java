/// The SQL of installs and of the history of their status.
@NullMarked
package io.bowline.control.install.store;

import org.jspecify.annotations.NullMarked;
