package io.bowline.simulator.node;

/// An image that could not be pulled.
final class PullFailed extends Exception {
  private static final long serialVersionUID = 1L;

  PullFailed(String message) {
    super(message);
  }
}
