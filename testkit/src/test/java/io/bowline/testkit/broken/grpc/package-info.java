/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.grpc;

import org.jspecify.annotations.NullMarked;
