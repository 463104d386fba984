/// Helm charts rendered once, rewritten to the customer's registry and frozen.
@NullMarked
package io.bowline.release.chart;

import org.jspecify.annotations.NullMarked;
