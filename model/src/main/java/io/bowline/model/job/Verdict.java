package io.bowline.model.job;

import java.util.List;

/// What an event does to a phase.
public sealed interface Verdict {
  record Moved(Phase to, List<Effect> effects) implements Verdict {
    public Moved {
      effects = List.copyOf(effects);
    }
  }

  /// Recorded, without effect: late, repeated or of an old epoch.
  record Ignored(String why) implements Verdict {}

  /// The sender is told: this cannot be done now.
  record Refused(String why) implements Verdict {}
}
