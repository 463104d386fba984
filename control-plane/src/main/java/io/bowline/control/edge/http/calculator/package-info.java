/// Calculators of the API: what a cluster needs, what nodes carry, what traffic costs.
@NullMarked
package io.bowline.control.edge.http.calculator;

import org.jspecify.annotations.NullMarked;
