/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.fieldinjection;

import org.jspecify.annotations.NullMarked;
