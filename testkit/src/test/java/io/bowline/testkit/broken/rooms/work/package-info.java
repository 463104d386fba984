/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.rooms.work;

import org.jspecify.annotations.NullMarked;
