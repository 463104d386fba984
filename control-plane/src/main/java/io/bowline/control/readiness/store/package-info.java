/// SQL of what runners of fleets tell.
@NullMarked
package io.bowline.control.readiness.store;

import org.jspecify.annotations.NullMarked;
