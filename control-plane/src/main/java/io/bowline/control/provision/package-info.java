/// Has a hosted runner make fleets in cloud accounts and take them down, and says how that goes.
@NullMarked
package io.bowline.control.provision;

import org.jspecify.annotations.NullMarked;
