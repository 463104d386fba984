package io.bowline.simulator.fault;

import java.time.Duration;
import java.util.regex.Pattern;

/// What is to go wrong with some requests.
///
/// @param method empty for any
/// @param path a regular expression that the whole path must match
/// @param times how many requests are hit before the fault is over
public record Fault(String method, Pattern path, Effect effect, int times) {

  /// How it goes wrong.
  public sealed interface Effect {
    /// Answered with an error before anything is done.
    record Fail(int code, String message) implements Effect {}

    /// Done after a while.
    record Slow(Duration delay) implements Effect {}

    /// The connection is cut before anything is done.
    record CutBefore() implements Effect {}

    /// It is done, and the connection is cut before the answer.
    record CutAfter() implements Effect {}
  }

  public static Fault on(String method, String path, Effect effect, int times) {
    return new Fault(method, Pattern.compile(path), effect, times);
  }

  boolean hits(String calledMethod, String calledPath) {
    return (method.isEmpty() || method.equals(calledMethod)) && path.matcher(calledPath).matches();
  }

  Fault once() {
    return new Fault(method, path, effect, times - 1);
  }
}
