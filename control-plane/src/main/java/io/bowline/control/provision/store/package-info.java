/// The SQL of making cloud fleets.
@NullMarked
package io.bowline.control.provision.store;

import org.jspecify.annotations.NullMarked;
