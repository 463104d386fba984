/// Loki's push protocol and Prometheus remote write, as bytes.
@NullMarked
package io.bowline.runner.telemetry.wire;

import org.jspecify.annotations.NullMarked;
