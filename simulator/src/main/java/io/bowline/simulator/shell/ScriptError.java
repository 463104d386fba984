package io.bowline.simulator.shell;

/// A script that this shell cannot read.
final class ScriptError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScriptError(String message) {
    super(message);
  }
}
