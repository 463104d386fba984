/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.rooms.link;

import org.jspecify.annotations.NullMarked;
