package io.bowline.model.job;

/// How a runner says a job ended.
public sealed interface Outcome {
  /// It did what it was asked.
  record Done() implements Outcome {}

  /// It did not, and the world is as the report says.
  record Failed(Failure failure) implements Outcome {}

  /// It was told to stop and did.
  record Stopped(String reason) implements Outcome {}

  /// The runner cannot tell; nobody guesses.
  record Unclear(String reason) implements Outcome {}
}
