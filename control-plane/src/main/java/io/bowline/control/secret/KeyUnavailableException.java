package io.bowline.control.secret;

/// The master key is in a service that cannot be used now. Nothing is lost; what was asked for can
/// be asked for again.
public final class KeyUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param reason a whole sentence in our own words, without anything of the service's answer
  public KeyUnavailableException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
