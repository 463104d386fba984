package io.bowline.runner.plan;

import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.PlanId;
import io.bowline.model.plan.Plan;
import io.bowline.model.release.ComponentName;
import io.bowline.runner.holding.ComponentRecord;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A plan as it is kept beside its frozen bytes.
///
/// @param components what the install will run once the last stage has been applied
record StoredPlan(
    int format,
    String id,
    String install,
    String release,
    String version,
    int stage,
    List<StoredStep> steps,
    List<String> deferred,
    List<ComponentRecord> components) {
  static final int FORMAT = 1;
  private static final String FILE = "plan.json";
  private static final String BEGUN = "begun.json";

  static StoredPlan read(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      throw new StepException(
          "plan-unknown", "this runner has not made that plan, or keeps it no more: plan again");
    }
    if (Json.read(file).path("format").asInt() != FORMAT) {
      throw new StepException("plan-unknown", "the plan is of another version: plan again");
    }
    return Json.read(file, StoredPlan.class);
  }

  /// Notes that a plan was admitted: from now on it is under way, or over.
  static void begin(Path folder) {
    if (!Files.exists(folder.resolve(BEGUN))) {
      Json.writeDurably(folder.resolve(BEGUN), Json.object());
    }
  }

  /// Whether a plan in this folder waits to be admitted.
  static boolean waits(Path folder) {
    return Files.exists(folder.resolve(FILE)) && !Files.exists(folder.resolve(BEGUN));
  }

  void write(Path folder) {
    Json.writeDurably(folder.resolve(FILE), this);
  }

  Plan plan() {
    return new Plan(
        PlanId.parse(id),
        InstallId.parse(install),
        Digest.parse(release),
        stage,
        steps.stream().map(StoredStep::planned).toList(),
        deferred.stream().map(ComponentName::new).toList());
  }

  static Path stepFolder(Path plan, String step) {
    return plan.resolve("steps").resolve(step);
  }
}
