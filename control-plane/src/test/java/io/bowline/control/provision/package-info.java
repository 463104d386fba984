/// Tests of making cloud fleets.
@NullMarked
package io.bowline.control.provision;

import org.jspecify.annotations.NullMarked;
