/// Logs and metrics on their way out: captured, kept in a bounded spool, sent, forgotten when
/// acked.
@NullMarked
package io.bowline.runner.telemetry;

import org.jspecify.annotations.NullMarked;
