package io.bowline.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.PlanId;
import io.bowline.model.plan.StepAction;
import io.bowline.model.plan.StepKind;
import io.bowline.model.release.Reversibility;
import io.bowline.runner.lease.Holder;
import io.bowline.runner.power.EveryOperation;
import io.bowline.runner.step.FolderCopy;
import io.bowline.runner.step.FrozenTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What the runner keeps of plans and of the install, with the power gone at each operation.
class PlanFolderPowerLossTest {
  private static final String PLAN = new PlanId(new UUID(1, 1)).toString();
  private static final Digest RELEASE = Digest.of("release".getBytes(StandardCharsets.UTF_8));

  private static Path room(Path root) {
    return root.resolve("state/plan");
  }

  private static Path folder(Path root) {
    return room(root).resolve("plans").resolve(PLAN);
  }

  /// As `Planner` and `PlanJob` do it.
  private static StoredPlan plan(Path folder) throws IOException {
    FolderCopy.remove(folder);
    FolderCopy.ensure(folder);
    Path frozen = StoredPlan.stepFolder(folder, "broker").resolve("frozen");
    FolderCopy.ensure(frozen);
    FolderCopy.ensure(frozen.resolve("templates"));
    Files.write(frozen.resolve("Chart.yaml"), "name: broker".getBytes(StandardCharsets.UTF_8));
    Files.write(frozen.resolve("templates/all.yaml"), "kind: X".getBytes(StandardCharsets.UTF_8));
    var step =
        new StoredStep(
            "broker",
            "broker",
            StepKind.HELM,
            StepAction.CREATE,
            List.of(),
            FrozenTree.digest(frozen).toString(),
            RELEASE.toString(),
            List.of(),
            1_000,
            Reversibility.REVERSIBLE,
            List.of());
    var plan =
        new StoredPlan(
            StoredPlan.FORMAT,
            PLAN,
            new InstallId(new UUID(2, 2)).toString(),
            RELEASE.toString(),
            "1",
            1,
            List.of(step),
            List.of(),
            List.of());
    FolderCopy.sync(folder);
    plan.write(folder);
    return plan;
  }

  @Test
  void aPlanThatWasToldIsThereWithAllItsBytes() throws IOException {
    int operations =
        EveryOperation.of((root, promises) -> {
          StoredPlan plan = plan(folder(root));
          promises.promise(
              "plan",
              left -> {
                StoredPlan found = StoredPlan.read(folder(left));
                assertThat(found).isEqualTo(plan);
                Path frozen = StoredPlan.stepFolder(folder(left), "broker").resolve("frozen");
                assertThat(FrozenTree.digest(frozen).toString())
                    .isEqualTo(found.steps().getFirst().content());
              });
        });
    assertThat(operations).isGreaterThan(20);
  }

  @Test
  void whatTheInstallRunsAndWhatWasSeenIsNeverForgotten() throws IOException {
    EveryOperation.of((root, promises) -> {
      InstallRecord used = InstallRecord.read(room(root)).using(1).opening(PLAN);
      used.write(room(root));
      promises.promise(
          "record", left -> assertThat(InstallRecord.read(room(left)).usedApproval()).isPositive());
      InstallRecord running = used.running(RELEASE.toString(), List.of());
      running.write(room(root));
      promises.promise(
          "record", left -> assertThat(InstallRecord.read(room(left))).isEqualTo(running));
      var ledger =
          ImageLedger.read(room(root))
              .noting(new ImageLedger.Entry(RELEASE.toString(), "1", List.of()));
      ledger.write(room(root));
      promises.promise(
          "images", left -> assertThat(ImageLedger.read(room(left))).isEqualTo(ledger));
    });
  }

  @Test
  void theNameUnderWhichItHoldsLeasesStays() throws IOException {
    EveryOperation.of((root, promises) -> {
      Path room = root.resolve("state/lease");
      String name = Holder.in(room, new Random(room.hashCode())).folder();
      promises.promise(
          "holder",
          left ->
              assertThat(Holder.in(left.resolve("state/lease"), new Random(7)).folder())
                  .isEqualTo(name));
    });
  }

  @Test
  void aFolderThatIsReplacedIsTheOldOneOrTheNewOneOrNone() throws IOException {
    EveryOperation.of((root, promises) -> {
      Path kept = room(root).resolve("kept");
      Path fresh = room(root).resolve("fresh");
      FolderCopy.ensure(fresh);
      for (String version : List.of("1", "2")) {
        Files.write(fresh.resolve("main.tf"), version.getBytes(StandardCharsets.UTF_8));
        promises.promise(
            "kept",
            left -> {
              Path file = room(left).resolve("kept/main.tf");
              if (Files.exists(room(left).resolve("kept"))) {
                assertThat(Files.readString(file)).isIn("1", "2");
              }
            });
        FolderCopy.replace(fresh, kept);
        promises.promise(
            "kept",
            left ->
                assertThat(Files.readString(room(left).resolve("kept/main.tf")))
                    .isEqualTo(version));
      }
    });
  }
}
