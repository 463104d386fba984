/// A fixture that breaks a house rule.
@NullMarked
package io.bowline.testkit.broken.sql;

import org.jspecify.annotations.NullMarked;
