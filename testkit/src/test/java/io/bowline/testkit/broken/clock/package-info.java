/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.clock;

import org.jspecify.annotations.NullMarked;
