/// JSON trees, the one shape in which objects live here.
@NullMarked
package io.bowline.simulator.json;

import org.jspecify.annotations.NullMarked;
