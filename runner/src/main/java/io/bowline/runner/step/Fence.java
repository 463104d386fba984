package io.bowline.runner.step;

/// Stands before every write to the cluster: lets it pass only while this runner is the one that
/// may act on the install.
@FunctionalInterface
public interface Fence {
  /// Lets everything pass.
  Fence OPEN = () -> {};

  /// Lets a write pass, or not.
  ///
  /// @throws FencedException when another runner may be at work by now
  void check();
}
