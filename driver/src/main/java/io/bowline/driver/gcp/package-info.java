/// Asks Google Cloud.
@NullMarked
package io.bowline.driver.gcp;

import org.jspecify.annotations.NullMarked;
