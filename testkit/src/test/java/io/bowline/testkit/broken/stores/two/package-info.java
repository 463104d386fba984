/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.stores.two;

import org.jspecify.annotations.NullMarked;
