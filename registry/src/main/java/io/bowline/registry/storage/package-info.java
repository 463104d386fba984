/// Where a registry keeps its content: what every driver promises, whatever it writes to.
@NullMarked
package io.bowline.registry.storage;

import org.jspecify.annotations.NullMarked;
