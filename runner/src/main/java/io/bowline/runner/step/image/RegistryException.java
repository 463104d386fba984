package io.bowline.runner.step.image;

import java.io.IOException;

/// A registry's answer that stops an image, with the reason for people.
final class RegistryException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final Kind kind;

  private enum Kind {
    PASSING,
    BUSY,
    LASTING,
    LACKING,
    REFUSED
  }

  private RegistryException(String reason, Kind kind) {
    super(reason);
    this.reason = reason;
    this.kind = kind;
  }

  /// Another try may work.
  static RegistryException passing(String reason) {
    return new RegistryException(reason, Kind.PASSING);
  }

  /// The registry has too much to do.
  static RegistryException busy(String reason) {
    return new RegistryException(reason, Kind.BUSY);
  }

  /// Trying again at once is of no use.
  static RegistryException lasting(String reason) {
    return new RegistryException(reason, Kind.LASTING);
  }

  /// The image is of a form that is not mirrored, wherever it comes from.
  static RegistryException refused(String reason) {
    return new RegistryException(reason, Kind.REFUSED);
  }

  /// A manifest is refused for lack of a part.
  static RegistryException lacking(String reason) {
    return new RegistryException(reason, Kind.LACKING);
  }

  String reason() {
    return reason;
  }

  boolean lasts() {
    return kind != Kind.PASSING && kind != Kind.BUSY;
  }

  /// Whether it may go on being so for a while.
  boolean isBusy() {
    return kind == Kind.BUSY;
  }

  /// Whether the image itself is at fault.
  boolean refuses() {
    return kind == Kind.REFUSED;
  }

  /// Whether it may be mended by sending what is missing.
  boolean lacksPart() {
    return kind == Kind.LACKING;
  }
}
