/// What each install is offered: which channel it follows, what it is pinned to, who runs what.
@NullMarked
package io.bowline.control.offer;

import org.jspecify.annotations.NullMarked;
