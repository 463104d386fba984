package io.bowline.cli.session;

/// Ends a command: one readable line and an exit code.
public final class CliFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Exit exit;

  /// @param message what happened, to what, what to do
  public CliFailure(Exit exit, String message) {
    super(message, null, false, false);
    this.exit = exit;
  }

  /// The exit code.
  public Exit exit() {
    return exit;
  }
}
