package io.bowline.demo.tool;

import java.io.IOException;

/// A program that could not be brought here, and why, in words for a person.
public final class NotFetched extends IOException {
  private static final long serialVersionUID = 1L;

  NotFetched(String message) {
    super(message);
  }

  NotFetched(String message, IOException cause) {
    super(message, cause);
  }
}
