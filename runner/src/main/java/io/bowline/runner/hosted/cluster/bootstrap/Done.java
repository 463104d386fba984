package io.bowline.runner.hosted.cluster.bootstrap;

import java.util.List;

/// What came of putting a runner into a cluster, or of taking it out. Objects are named as in
/// `StatefulSet streaming/bowline-runner`.
public sealed interface Done {
  /// All is as it should be.
  ///
  /// @param changed what was written or taken away
  /// @param left what was there as it should be, or is somebody else's and stays
  record Whole(List<String> changed, List<String> left) implements Done {
    public Whole {
      changed = List.copyOf(changed);
      left = List.copyOf(left);
    }
  }

  /// Nothing was written, since something is in the way.
  ///
  /// @param why a sentence with what to do
  record Refused(String why) implements Done {}

  /// It ended midway; the same again goes on from there.
  ///
  /// @param why a sentence
  /// @param changed what was written before
  record Stopped(String why, List<String> changed) implements Done {
    public Stopped {
      changed = List.copyOf(changed);
    }
  }

  /// It ended before all was done.
  static Done early(String why, List<String> changed) {
    return changed.isEmpty() ? new Refused(why) : new Stopped(why, changed);
  }
}
