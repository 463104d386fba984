/// The SQL of what installs have in their accounts, and of what was signed about it.
@NullMarked
package io.bowline.control.leaving.store;

import org.jspecify.annotations.NullMarked;
