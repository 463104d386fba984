package io.bowline.runner.step;

import java.util.function.Consumer;

/// What surrounds a running step.
///
/// @param stop asks it to stop
/// @param progress hears one line for people at a time; no values, no secrets
public record StepContext(Stop stop, Consumer<String> progress) {
  public void say(String line) {
    progress.accept(line);
  }

  /// A surrounding that nobody stops or hears.
  public static StepContext quiet() {
    return new StepContext(new Stop(), _ -> {});
  }
}
