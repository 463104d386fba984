package io.bowline.release.template;

/// An expression that is neither of the two a release may contain.
public final class MalformedTemplate extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  MalformedTemplate(String message) {
    super(message);
  }
}
