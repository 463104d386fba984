/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.edgecall.feature;

import org.jspecify.annotations.NullMarked;
