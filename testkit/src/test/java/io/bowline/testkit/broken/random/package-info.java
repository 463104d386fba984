/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.random;

import org.jspecify.annotations.NullMarked;
