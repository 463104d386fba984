/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.drawer;

import org.jspecify.annotations.NullMarked;
