package io.bowline.runner.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.job.StepEvent.State;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.kube.ApiFailure;
import io.bowline.runner.work.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Whether every image that runs in the install's namespaces is in the customer's registry.
final class RunningImages {
  private static final String STEP = "running-images";
  private static final int MOST = 100;
  private static final Set<String> OVER = Set.of("Succeeded", "Failed");
  private static final List<String> CONTAINERS =
      List.of("containers", "initContainers", "ephemeralContainers");

  private final Executors executors;

  RunningImages(Executors executors) {
    this.executors = executors;
  }

  /// One line for each image that is not, and tells of them.
  List<String> findings(List<ComponentRecord> components, Progress progress) {
    List<String> findings = findings(components);
    if (!components.isEmpty() && findings.isEmpty()) {
      progress.say(STEP, State.SUCCEEDED, "every image that runs is in the customer's registry");
    }
    findings.forEach(finding -> progress.say(STEP, State.FAILED, finding));
    return findings;
  }

  List<String> findings(List<ComponentRecord> components) {
    var namespaces = new TreeSet<String>();
    components.stream()
        .map(ComponentRecord::namespace)
        .filter(namespace -> !namespace.isEmpty())
        .forEach(namespaces::add);
    try {
      Map<String, Set<String>> running = running(namespaces);
      Map<String, String> strays =
          running.isEmpty() ? Map.of() : executors.keeper().strays(running.keySet());
      var findings = new ArrayList<String>();
      strays.forEach((image, why) ->
          findings.add(
              "%s runs %s, which %s"
                  .formatted(who(running.getOrDefault(image, Set.of("?"))), image, why)));
      return findings.size() <= MOST ? findings : cut(findings);
    } catch (StepException e) {
      return List.of("the images that run could not be checked: " + e.failure().message());
    } catch (ApiFailure e) {
      return List.of("the images that run could not be checked: " + e.getMessage());
    }
  }

  private static List<String> cut(List<String> findings) {
    var some = new ArrayList<>(findings.subList(0, MOST));
    some.add("and " + (findings.size() - MOST) + " more");
    return some;
  }

  private static String who(Set<String> pods) {
    String first = "pod " + pods.iterator().next();
    return pods.size() == 1 ? first : first + " (and " + (pods.size() - 1) + " more)";
  }

  /// Pods by the images they name.
  private Map<String, Set<String>> running(Set<String> namespaces) {
    var running = new TreeMap<String, Set<String>>();
    for (String namespace : namespaces) {
      for (ObjectNode pod : executors.cluster().list("v1", "Pod", namespace, Map.of())) {
        if (OVER.contains(pod.path("status").path("phase").asText())) {
          continue;
        }
        String name = namespace + "/" + pod.path("metadata").path("name").asText();
        for (String list : CONTAINERS) {
          for (JsonNode container : pod.path("spec").path(list)) {
            String image = container.path("image").asText();
            running.computeIfAbsent(image, _ -> new TreeSet<>()).add(name);
          }
        }
      }
    }
    return running;
  }
}
