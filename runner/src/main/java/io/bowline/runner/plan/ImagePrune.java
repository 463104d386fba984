package io.bowline.runner.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.job.StepEvent.State;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.image.ImageKeeper.Brought;
import io.bowline.runner.step.image.ImageKeeper.Pruned;
import io.bowline.runner.step.image.ImageKeeper.Used;
import io.bowline.runner.step.kube.ApiFailure;
import io.bowline.runner.step.kube.Cluster;
import io.bowline.runner.work.Progress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes images out of the customer's registry that no kept release and no workload uses. What a
/// return could need stays: the release that runs, those under way, and the newest ones before.
final class ImagePrune {
  private static final String STEP = "prune";
  private static final int FEWEST_KEPT = 2;
  private static final Pattern DIGEST =
      Pattern.compile("sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})");
  private static final Set<String> OVER = Set.of("Succeeded", "Failed");
  private static final Pattern TAG = Pattern.compile("bowline-[0-9a-f]{16}");

  /// Whatever runs pods. Revisions that ran before are not here: what a return needs is kept by
  /// release.
  private static final Map<String, String> WORKLOADS =
      Map.of(
          "Pod", "v1",
          "ReplicationController", "v1",
          "Deployment", "apps/v1",
          "ReplicaSet", "apps/v1",
          "StatefulSet", "apps/v1",
          "DaemonSet", "apps/v1",
          "Job", "batch/v1",
          "CronJob", "batch/v1");

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
    Set<Brought> kept = ledger.images(keptReleases::contains);
    Set<Brought> candidates = ledger.images(release -> !keptReleases.contains(release));
    candidates.removeAll(kept);
    if (candidates.isEmpty()) {
      return;
    }
    try {
      // what another runner has just brought must not be taken away by one that slept
      executors.cluster().pass();
      Pruned pruned = executors.keeper().prune(candidates, kept, used(executors.cluster()));
      ledger.without(pruned.gone()).write(room.folder());
      pruned.gone().forEach(one -> progress.say(STEP, State.SUCCEEDED, "removed image " + one));
      pruned
          .stayed()
          .forEach(
              (one, why) -> progress.say(STEP, State.SKIPPED, "kept image " + one + ": " + why));
    } catch (StepException e) {
      progress.say(STEP, State.SKIPPED, "no image was removed: " + e.failure().message());
    } catch (ApiFailure e) {
      progress.say(STEP, State.SKIPPED, "no image was removed: " + e.getMessage());
    }
  }

  private String release(String plan) {
    return StoredPlan.read(room.planFolder(plan)).release();
  }

  /// Everything that a workload's text mentions counts as used, wherever it stands.
  static Used used(Cluster cluster) {
    var digests = new HashSet<String>();
    var tags = new HashSet<String>();
    WORKLOADS.forEach((kind, version) -> {
      List<ObjectNode> objects = cluster.list(version, kind, "", Map.of());
      for (ObjectNode object : objects) {
        if (isOver(object)) {
          continue;
        }
        String text = object.toString();
        collect(DIGEST.matcher(text), digests);
        collect(TAG.matcher(text), tags);
      }
    });
    return new Used(digests, tags);
  }

  /// It will start no pod any more, by itself or in the place of one that dies.
  private static boolean isOver(ObjectNode object) {
    JsonNode status = object.path("status");
    return switch (object.path("kind").asText()) {
      case "ReplicaSet" -> object.path("spec").path("replicas").asInt(1) == 0;
      case "Pod" -> OVER.contains(status.path("phase").asText());
      case "Job" -> status.has("completionTime") || failed(status.path("conditions"));
      default -> false;
    };
  }

  private static boolean failed(JsonNode conditions) {
    for (JsonNode condition : conditions) {
      if (condition.path("type").asText().equals("Failed")
          && condition.path("status").asText().equals("True")) {
        return true;
      }
    }
    return false;
  }

  private static void collect(Matcher matcher, Set<String> into) {
    while (matcher.find()) {
      into.add(matcher.group());
    }
  }
}
