/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.crowded;

import org.jspecify.annotations.NullMarked;
