/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.config.feature;

import org.jspecify.annotations.NullMarked;
