/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.open;

import org.jspecify.annotations.NullMarked;
