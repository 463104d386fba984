/// The embedded PostgreSQL: unpacked, started, adopted after a crash, stopped; starts processes.
@NullMarked
package io.bowline.control.platform.postgres;

import org.jspecify.annotations.NullMarked;
