/// What can be told of clouds before an install comes, where there is no look of their own yet.
@NullMarked
package io.bowline.driver.ground;

import org.jspecify.annotations.NullMarked;
