package io.bowline.runner.journal;

/// The journal could not be written or read; what was to be recorded must not be acted on.
public final class JournalFailedException extends RuntimeException {
  private final String message;

  public JournalFailedException(String message) {
    super(message);
    this.message = message;
  }

  public JournalFailedException(String message, Throwable cause) {
    super(message, cause);
    this.message = message;
  }

  /// What failed and what to do; never absent.
  @Override
  public String getMessage() {
    return message;
  }
}
