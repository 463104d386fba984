/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.model.broken;

import org.jspecify.annotations.NullMarked;
