package io.bowline.runner.step.image.flow;

import java.io.IOException;

/// A registry's answer that stops an image, with the reason for people.
public final class RegistryException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final Kind kind;

  private enum Kind {
    PASSING,
    BUSY,
    LASTING,
    LACKING,
    BLOCKED,
    UNSCANNED,
    REFUSED
  }

  private RegistryException(String reason, Kind kind) {
    super(reason);
    this.reason = reason;
    this.kind = kind;
  }

  /// Another try may work.
  public static RegistryException passing(String reason) {
    return new RegistryException(reason, Kind.PASSING);
  }

  /// The registry has too much to do.
  public static RegistryException busy(String reason) {
    return new RegistryException(reason, Kind.BUSY);
  }

  /// Trying again at once is of no use.
  public static RegistryException lasting(String reason) {
    return new RegistryException(reason, Kind.LASTING);
  }

  /// The image is of a form that is not mirrored, wherever it comes from.
  public static RegistryException refused(String reason) {
    return new RegistryException(reason, Kind.REFUSED);
  }

  /// The registry's own rules keep an image back.
  ///
  /// @param unscanned whether they may give it out after a scan
  public static RegistryException keptBack(String reason, boolean unscanned) {
    return new RegistryException(reason, unscanned ? Kind.UNSCANNED : Kind.BLOCKED);
  }

  /// A manifest is refused for lack of a part.
  public static RegistryException lacking(String reason) {
    return new RegistryException(reason, Kind.LACKING);
  }

  /// Why, for people.
  public String reason() {
    return reason;
  }

  /// Whether another try is of no use.
  public boolean lasts() {
    return kind != Kind.PASSING && kind != Kind.BUSY;
  }

  /// Whether the registry's own rules keep the image back.
  public boolean isKeptBack() {
    return kind == Kind.BLOCKED || kind == Kind.UNSCANNED;
  }

  /// Whether they may give it out after a scan.
  public boolean isUnscanned() {
    return kind == Kind.UNSCANNED;
  }

  /// Whether it may go on being so for a while.
  public boolean isBusy() {
    return kind == Kind.BUSY;
  }

  /// Whether the image itself is at fault.
  public boolean refuses() {
    return kind == Kind.REFUSED;
  }

  /// Whether it may be mended by sending what is missing.
  public boolean lacksPart() {
    return kind == Kind.LACKING;
  }
}
