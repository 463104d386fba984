package io.bowline.release.archive;

import java.io.IOException;

/// An archive or folder that is not opened, and why.
public final class ArchiveRefused extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param message what was found, with the entry's name
  public ArchiveRefused(String message) {
    super(message);
  }
}
