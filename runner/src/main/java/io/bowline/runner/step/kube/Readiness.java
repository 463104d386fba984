package io.bowline.runner.step.kube;

/// Where one object stands on its way to being ready.
public sealed interface Readiness {
  Readiness READY = new Ready();

  record Ready() implements Readiness {}

  /// On its way.
  record Waiting(String reason) implements Readiness {}

  /// In a state that seldom mends itself, such as a crash loop; for a while it may still.
  record Stuck(String reason) implements Readiness {}

  /// The registry's rules keep its image back: nothing will change that but a person.
  record Blocked(String reason) implements Readiness {}

  /// It will not become ready.
  record Broken(String reason) implements Readiness {}
}
