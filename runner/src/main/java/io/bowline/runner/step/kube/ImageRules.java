package io.bowline.runner.step.kube;

/// What the registry itself says of an image that a node could not pull.
public interface ImageRules {
  /// Nobody can be asked.
  ImageRules NONE = _ -> new Verdict.Free();

  /// Asks for an image as a pod names it.
  Verdict of(String image);

  /// Whether the registry's rules keep it back.
  sealed interface Verdict {
    /// They do not, or that cannot be told.
    record Free() implements Verdict {}

    /// Until it is scanned.
    record Pending(String why) implements Verdict {}

    /// Until a person decides.
    record Blocked(String why) implements Verdict {}
  }
}
