package io.bowline.runner.plan;

import io.bowline.model.id.InstallId;
import io.bowline.model.id.PlanId;
import io.bowline.model.job.JobReport.ComponentHealth;
import io.bowline.release.chart.CustomerRegistry;
import io.bowline.runner.holding.ComponentRecord;
import io.bowline.runner.step.FolderCopy;
import io.bowline.runner.trust.Gatekeeper;
import io.bowline.runner.trust.ImageSignatures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What the jobs about plans work with.
///
/// @param folder of plans, of the install's record and of frozen bytes
/// @param install known after enrollment
/// @param policy the customer's file
/// @param kept releases whose images stay in the customer's registry
public record PlanRoom(
    Path folder,
    Supplier<Executors> executors,
    Gatekeeper gatekeeper,
    Supplier<CustomerRegistry> registry,
    Supplier<InstallId> install,
    Optional<Path> policy,
    int kept,
    Clock clock) {
  private static final int KEPT_PLANS = 20;

  InstallRecord record() {
    return InstallRecord.read(folder);
  }

  /// How a component of the release that runs is, right now; empty when that has none of the name.
  public Optional<ComponentHealth> health(String component) {
    List<ComponentRecord> named =
        record().components().stream().filter(one -> one.name().equals(component)).toList();
    return named.isEmpty()
        ? Optional.empty()
        : Optional.of(Health.of(named, executors.get()).getFirst());
  }

  /// Holds images to the customer's policy.
  ImageSignatures signatures() {
    return new ImageSignatures(gatekeeper.signatures(), policy, clock);
  }

  Path planFolder(PlanId plan) {
    return planFolder(plan.toString());
  }

  Path planFolder(String plan) {
    return folder.resolve("plans").resolve(plan);
  }

  /// Folders of plans that nobody has begun to apply.
  List<Path> waiting() {
    Path plans = folder.resolve("plans");
    FolderCopy.ensure(plans);
    try (Stream<Path> all = Files.list(plans)) {
      return all.filter(StoredPlan::waits).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + plans, e);
    }
  }

  /// Removes the oldest plans that nothing needs any more; some hold secrets.
  void tidy(InstallRecord record) {
    Path plans = folder.resolve("plans");
    FolderCopy.ensure(plans);
    try (Stream<Path> all = Files.list(plans)) {
      List<Path> oldestFirst =
          all.filter(plan -> !record.open().contains(String.valueOf(plan.getFileName())))
              .sorted(Comparator.comparingLong(PlanRoom::made))
              .toList();
      oldestFirst
          .subList(0, Math.max(0, oldestFirst.size() - KEPT_PLANS))
          .forEach(FolderCopy::remove);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tidy " + plans, e);
    }
  }

  private static long made(Path plan) {
    try {
      return Files.readAttributes(plan, BasicFileAttributes.class).lastModifiedTime().toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + plan, e);
    }
  }
}
