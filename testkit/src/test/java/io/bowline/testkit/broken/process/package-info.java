/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.process;

import org.jspecify.annotations.NullMarked;
