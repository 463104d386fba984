package io.bowline.runner.plan;

import io.bowline.model.artifact.Digest;
import io.bowline.model.artifact.ImageReference;
import io.bowline.model.finding.Finding;
import io.bowline.model.finding.FindingKind;
import io.bowline.model.job.StepEvent.State;
import io.bowline.runner.holding.ComponentRecord;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.image.ImageKeeper.Stray;
import io.bowline.runner.step.kube.ApiFailure;
import io.bowline.runner.work.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Whether every image that runs in the install's namespaces, and the runner's own, is in the
/// customer's registry and can be pulled from there.
final class RunningImages {
  private static final String STEP = "running-images";
  private static final int MOST_SAID = 100;

  private final Executors executors;

  RunningImages(Executors executors) {
    this.executors = executors;
  }

  /// The same in words, for the job after which it was looked.
  List<String> said(List<ComponentRecord> components, Progress progress) {
    List<Finding> found = found(components);
    if (!components.isEmpty() && found.isEmpty()) {
      progress.say(STEP, State.SUCCEEDED, "every image that runs is in the customer's registry");
    }
    var lines = new ArrayList<>(found.stream().limit(MOST_SAID).map(Finding::text).toList());
    if (found.size() > MOST_SAID) {
      lines.add("and " + (found.size() - MOST_SAID) + " more");
    }
    lines.forEach(line -> progress.say(STEP, State.FAILED, line));
    return lines;
  }

  /// What runs and could not be pulled again.
  List<Finding> found(List<ComponentRecord> components) {
    try {
      PodImages running = running(components);
      if (running.images().isEmpty()) {
        return List.of();
      }
      Map<String, Stray> strays = executors.keeper().strays(running.images());
      return findings(running, strays);
    } catch (StepException e) {
      return unchecked(e.failure().message());
    } catch (ApiFailure e) {
      return unchecked(String.valueOf(e.getMessage()));
    }
  }

  private static List<Finding> unchecked(String why) {
    return List.of(new Finding.Unchecked(FindingKind.FOREIGN_IMAGE, why));
  }

  private static List<Finding> findings(PodImages running, Map<String, Stray> strays) {
    var found = new ArrayList<Finding>();
    for (PodImages.Use use : running.uses()) {
      if (strays.get(use.image()) instanceof Stray.Absent(String why)) {
        found.add(new Finding.ForeignImage(use.place(), use.image(), why, use.pods(), use.since()));
      }
    }
    new TreeMap<>(strays)
        .forEach((image, stray) -> {
          if (stray instanceof Stray.KeptBack(String why, var severities)) {
            found.add(new Finding.BlockedImage(image, digest(image), why, severities));
          }
        });
    return found;
  }

  private static Optional<Digest> digest(String image) {
    return ImageReference.parse(image).digest();
  }

  private PodImages running(List<ComponentRecord> components) {
    var namespaces = new TreeSet<String>();
    components.stream()
        .map(ComponentRecord::namespace)
        .filter(namespace -> !namespace.isEmpty())
        .forEach(namespaces::add);
    if (!namespaces.isEmpty()) {
      namespaces.add(executors.namespace());
    }
    var running = new PodImages();
    namespaces.forEach(namespace -> executors.cluster().each("v1", "Pod", namespace, running::add));
    return running;
  }
}
