/// Ports: whether one is free, and who holds it.
@NullMarked
package io.bowline.control.platform.net;

import org.jspecify.annotations.NullMarked;
