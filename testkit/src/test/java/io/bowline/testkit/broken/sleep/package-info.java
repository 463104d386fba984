/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.sleep;

import org.jspecify.annotations.NullMarked;
