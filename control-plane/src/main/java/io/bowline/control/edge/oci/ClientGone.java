package io.bowline.control.edge.oci;

import java.io.IOException;

/// The other end broke off or fell silent; nobody here did anything wrong.
final class ClientGone extends IOException {
  private static final long serialVersionUID = 1L;

  ClientGone(String message) {
    super(message);
  }
}
