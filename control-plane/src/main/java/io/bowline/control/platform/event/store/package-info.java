/// The outbox and the feed in the database, and the ear on NOTIFY.
@NullMarked
package io.bowline.control.platform.event.store;

import org.jspecify.annotations.NullMarked;
