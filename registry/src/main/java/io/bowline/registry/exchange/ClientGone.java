package io.bowline.registry.exchange;

import java.io.IOException;

/// The other end broke off or fell silent; nobody here did anything wrong.
public final class ClientGone extends IOException {
  private static final long serialVersionUID = 1L;

  ClientGone(String message) {
    super(message);
  }

  ClientGone(String message, Throwable cause) {
    super(message, cause);
  }
}
