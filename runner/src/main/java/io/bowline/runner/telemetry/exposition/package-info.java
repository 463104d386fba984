/// The Prometheus text format, read.
@NullMarked
package io.bowline.runner.telemetry.exposition;

import org.jspecify.annotations.NullMarked;
