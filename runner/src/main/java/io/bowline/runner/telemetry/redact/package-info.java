/// Masks secrets in log lines before they leave the account.
@NullMarked
package io.bowline.runner.telemetry.redact;

import org.jspecify.annotations.NullMarked;
