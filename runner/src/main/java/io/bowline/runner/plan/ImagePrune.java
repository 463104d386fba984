package io.bowline.runner.plan;

import io.bowline.model.job.StepEvent.State;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.image.ImageKeeper.Brought;
import io.bowline.runner.step.image.ImageKeeper.Pruned;
import io.bowline.runner.step.kube.ApiFailure;
import io.bowline.runner.work.Progress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// Takes images out of the customer's registry that no kept release and no workload uses. What a
/// return could need stays: the release that runs, those under way, and the newest ones before; so
/// does what a frozen plan needs that nobody has begun to apply.
final class ImagePrune {
  private static final String STEP = "prune";
  private static final int FEWEST_KEPT = 2;
  private static final int FORBIDDEN = 403;

  private final PlanRoom room;
  private final Executors executors;

  ImagePrune(PlanRoom room, Executors executors) {
    this.room = room;
    this.executors = executors;
  }

  /// Prunes and says what went; that it did not work fails nothing.
  void prune(InstallRecord record, Progress progress) {
    ImageLedger ledger = ImageLedger.read(room.folder());
    Set<String> keptReleases = new HashSet<>(ledger.newest(Math.max(FEWEST_KEPT, room.kept())));
    keptReleases.add(record.release());
    record.open().forEach(plan -> keptReleases.add(release(plan)));
    Set<Brought> kept = new HashSet<>(ledger.images(keptReleases::contains));
    kept.addAll(waited());
    Set<Brought> candidates = ledger.images(release -> !keptReleases.contains(release));
    candidates.removeAll(kept);
    if (candidates.isEmpty()) {
      return;
    }
    try {
      // what another runner has just brought must not be taken away by one that slept
      executors.cluster().pass();
      Pruned pruned =
          executors.keeper().prune(candidates, kept, UsedImages.in(executors.cluster()));
      ledger.without(pruned.gone()).write(room.folder());
      pruned.gone().forEach(one -> progress.say(STEP, State.SUCCEEDED, "removed image " + one));
      pruned
          .stayed()
          .forEach(
              (one, why) -> progress.say(STEP, State.SKIPPED, "kept image " + one + ": " + why));
    } catch (StepException e) {
      progress.say(STEP, State.SKIPPED, "no image was removed: " + e.failure().message());
    } catch (ApiFailure e) {
      progress.say(STEP, State.SKIPPED, "no image was removed: " + why(e));
    }
  }

  /// A fleet's runner may look into its own namespace only, and must not judge by a part.
  private static String why(ApiFailure e) {
    return e.code() == FORBIDDEN
        ? "this runner may not see what runs in other namespaces and would need the same images"
        : String.valueOf(e.getMessage());
  }

  /// Of plans that wait for an approval or their turn: they count on what they have found there.
  private Set<Brought> waited() {
    var images = new HashSet<Brought>();
    for (Path plan : room.waiting()) {
      ImageLedger.of(BundleReturn.ordered(plan), room.registry().get())
          .forEach(image -> images.add(image.brought()));
    }
    return images;
  }

  private String release(String plan) {
    return StoredPlan.read(room.planFolder(plan)).release();
  }
}
