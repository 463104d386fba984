/// The rows of fleet providers.
@NullMarked
package io.bowline.control.provider.store;

import org.jspecify.annotations.NullMarked;
