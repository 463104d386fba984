package io.bowline.simulator.wire;

/// Bytes that are not what their content type says, or a message that is not in the table.
public final class Unreadable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Unreadable(String message) {
    super(message);
  }
}
