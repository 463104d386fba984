package io.bowline.runner.host;

/// What a child wrote, as far as its limit allowed.
public record Output(String out, String err) {
  /// Nothing was written.
  public static final Output NONE = new Output("", "");

  /// Prints sizes only: what a child writes may hold secrets.
  @Override
  public String toString() {
    return "Output[" + out.length() + " + " + err.length() + " characters]";
  }
}
