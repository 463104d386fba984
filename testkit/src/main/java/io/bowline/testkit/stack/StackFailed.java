package io.bowline.testkit.stack;

import java.io.Serial;

/// A stack that could not be made, and was rolled back.
public final class StackFailed extends Exception {
  @Serial private static final long serialVersionUID = 1;

  StackFailed(String reason) {
    super(reason);
  }
}
