/// The rows of the own configuration.
@NullMarked
package io.bowline.control.configured.store;

import org.jspecify.annotations.NullMarked;
