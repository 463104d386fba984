/// Field ownership and server-side apply.
@NullMarked
package io.bowline.simulator.apply;

import org.jspecify.annotations.NullMarked;
