/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.methodinjection;

import org.jspecify.annotations.NullMarked;
