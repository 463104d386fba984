/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.future;

import org.jspecify.annotations.NullMarked;
