/// Asks Oracle's cloud.
@NullMarked
package io.bowline.driver.oracle;

import org.jspecify.annotations.NullMarked;
