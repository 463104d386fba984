package io.bowline.cli.session;

/// Ends a command: one readable line and an exit code.
public final class CliFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Exit exit;
  private final String field;

  /// @param message what happened, to what, what to do
  public CliFailure(Exit exit, String message) {
    this(exit, message, "");
  }

  /// @param field the part of a request that the server says is wrong; empty when it is none
  public CliFailure(Exit exit, String message, String field) {
    super(message, null, false, false);
    this.exit = exit;
    this.field = field;
  }

  /// The part of a request that the server says is wrong; empty when it is none.
  public String field() {
    return field;
  }

  /// The exit code.
  public Exit exit() {
    return exit;
  }
}
