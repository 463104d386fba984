package io.bowline.cli.session;

/// The documented exit codes.
public enum Exit {
  OK(0, "done"),
  FAILED(1, "the work itself failed: a job, a check, a signature"),
  USAGE(2, "the command line is not understood"),
  UNREACHABLE(3, "the server cannot be reached, or its certificate is not trusted"),
  NOT_ALLOWED(4, "not logged in, or not allowed"),
  NOT_FOUND(5, "there is no such thing"),
  CONFLICT(6, "it is there already, or its state does not allow this"),
  SERVER(7, "the server failed or answered something unexpected");

  private final int code;
  private final String meaning;

  Exit(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /// What the process returns.
  public int code() {
    return code;
  }

  /// For the help text.
  public String meaning() {
    return meaning;
  }
}
