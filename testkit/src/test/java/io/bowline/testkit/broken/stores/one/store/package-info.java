/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.stores.one.store;

import org.jspecify.annotations.NullMarked;
