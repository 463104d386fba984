/// What traffic costs: amounts come from a dated price table of the vendor, and what no table says
/// is unknown.
@NullMarked
package io.bowline.model.cost;

import org.jspecify.annotations.NullMarked;
