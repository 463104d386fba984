/// Asks Azure.
@NullMarked
package io.bowline.driver.azure;

import org.jspecify.annotations.NullMarked;
