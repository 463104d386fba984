/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.runner.broken;

import org.jspecify.annotations.NullMarked;
