package io.bowline.registry.storage;

import java.io.IOException;

/// What an upload had is gone, since nobody went on with it for long or the storage cleared it
/// away: it has to be begun again.
public final class UploadLost extends IOException {
  private static final long serialVersionUID = 1L;

  public UploadLost(String message) {
    super(message);
  }

  public UploadLost(String message, Throwable cause) {
    super(message, cause);
  }
}
