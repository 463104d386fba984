package io.bowline.runner.step.helm;

import io.bowline.runner.step.kube.ObjectKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How a release stood before a step's first write.
///
/// @param latest number of its newest revision, 0 for none
/// @param deployed number of the revision that was in force, 0 for none
/// @param freshHooks objects of hooks that were not there
record BeforeHelm(int latest, int deployed, List<ObjectKey> freshHooks) {
  BeforeHelm {
    freshHooks = List.copyOf(freshHooks);
  }

  /// Whether the step's own chart is in force already.
  boolean isSucceededBy(Optional<Revision> now, Path chart) {
    return now.filter(revision -> revision.number() > latest && revision.deployed())
        .filter(revision ->
            ChartObjects.of(revision.manifest())
                .objects()
                .objects()
                .equals(ChartObjects.frozenIn(chart).objects().objects()))
        .isPresent();
  }
}
