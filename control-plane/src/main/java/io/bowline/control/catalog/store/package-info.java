/// The SQL of releases, channels, their history, and entitlements.
@NullMarked
package io.bowline.control.catalog.store;

import org.jspecify.annotations.NullMarked;
