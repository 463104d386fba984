/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.protobuf;

import org.jspecify.annotations.NullMarked;
