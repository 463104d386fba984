/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.clockreference;

import org.jspecify.annotations.NullMarked;
