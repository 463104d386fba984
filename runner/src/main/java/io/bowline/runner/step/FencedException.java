package io.bowline.runner.step;

/// This runner may not write any more. It is no failure of a step, which would be answered by a
/// return and so by more writes: it ends the job, whose state another runner looks up.
public final class FencedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FencedException(String message) {
    super(message);
  }
}
