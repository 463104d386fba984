/// What the vendor's own configuration was and how it changed, start by start.
@NullMarked
package io.bowline.control.configured;

import org.jspecify.annotations.NullMarked;
