/// SQL of what runners saw around them.
@NullMarked
package io.bowline.control.preflight.store;

import org.jspecify.annotations.NullMarked;
