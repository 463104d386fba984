/// Logs and metrics of installs: durable intake and reading back, per organization and install.
@NullMarked
package io.bowline.control.telemetry;

import org.jspecify.annotations.NullMarked;
