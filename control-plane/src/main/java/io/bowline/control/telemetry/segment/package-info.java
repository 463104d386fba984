/// Append-only files of compressed blocks with their time range in front; acked after fsync.
@NullMarked
package io.bowline.control.telemetry.segment;

import org.jspecify.annotations.NullMarked;
