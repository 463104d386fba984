/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.cycle.one;

import org.jspecify.annotations.NullMarked;
