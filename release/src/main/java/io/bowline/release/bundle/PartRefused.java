package io.bowline.release.bundle;

/// A chart or module that cannot be packed; the message continues the field's name.
final class PartRefused extends Exception {
  private static final long serialVersionUID = 1L;

  PartRefused(String message) {
    super(message);
  }
}
