/// The rows of base domains.
@NullMarked
package io.bowline.control.domain.store;

import org.jspecify.annotations.NullMarked;
