/// Asks AWS.
@NullMarked
package io.bowline.driver.aws;

import org.jspecify.annotations.NullMarked;
