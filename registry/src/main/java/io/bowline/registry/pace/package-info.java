/// How fast somebody may ask.
@NullMarked
package io.bowline.registry.pace;

import org.jspecify.annotations.NullMarked;
