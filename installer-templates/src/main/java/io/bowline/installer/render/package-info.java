/// Every door, rendered.
@NullMarked
package io.bowline.installer.render;

import org.jspecify.annotations.NullMarked;
