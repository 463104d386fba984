/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.util;

import org.jspecify.annotations.NullMarked;
