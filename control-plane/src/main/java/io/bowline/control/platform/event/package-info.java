/// Events: said in the transaction of the change, told at least once, hinted at once.
@NullMarked
package io.bowline.control.platform.event;

import org.jspecify.annotations.NullMarked;
