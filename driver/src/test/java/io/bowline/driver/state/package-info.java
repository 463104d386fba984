/// What every place for a record promises.
@NullMarked
package io.bowline.driver.state;

import org.jspecify.annotations.NullMarked;
