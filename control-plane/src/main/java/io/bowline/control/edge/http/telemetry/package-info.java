/// Logs and metrics of installs in the REST API: pages, ranges, and lines as they arrive.
@NullMarked
package io.bowline.control.edge.http.telemetry;

import org.jspecify.annotations.NullMarked;
