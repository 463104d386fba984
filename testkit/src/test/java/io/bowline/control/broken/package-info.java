/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.control.broken;

import org.jspecify.annotations.NullMarked;
