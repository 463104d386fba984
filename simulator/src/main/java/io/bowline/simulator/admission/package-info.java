/// What happens to an object on its way in: names, defaults, validation.
@NullMarked
package io.bowline.simulator.admission;

import org.jspecify.annotations.NullMarked;
