package io.bowline.control.platform;

/// The process cannot start. The message is the one line that the person who started it reads: what
/// happened, to what, what to do.
public final class StartupFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StartupFailure(String message) {
    super(message);
  }

  public StartupFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
