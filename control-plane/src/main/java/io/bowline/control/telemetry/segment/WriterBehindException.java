package io.bowline.control.telemetry.segment;

import java.io.IOException;
import java.time.Duration;

/// What was to be written waited for too long for what was being written.
public final class WriterBehindException extends IOException {
  private static final long serialVersionUID = 1L;

  WriterBehindException(Duration waited) {
    super("the writer is behind by more than " + waited);
  }
}
