package io.bowline.runner.readiness;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.bowline.cloud.probe.Errands;
import io.bowline.cloud.probe.Errands.Errand;
import io.bowline.model.job.JobReport.ComponentHealth;
import io.bowline.model.probe.Check;
import io.bowline.model.sizing.CapacityRules;
import io.bowline.runner.hosted.cluster.Answer;
import io.bowline.runner.hosted.cluster.CallFailure;
import io.bowline.runner.hosted.cluster.check.RoomForUnit;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.kube.Cluster;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// One look whether a Kafka cluster could be created: volumes, room for one unit, and the operator
/// that would do it.
final class ReadinessLook {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int OK = 200;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final Supplier<Cluster> cluster;
  private final CapacityRules rules;
  private final String operator;
  private final Function<String, Optional<ComponentHealth>> health;

  /// @param operator name of the component that runs Kafka clusters
  /// @param health of a component; empty when the release that runs has none of the name
  ReadinessLook(
      Supplier<Cluster> cluster,
      CapacityRules rules,
      String operator,
      Function<String, Optional<ComponentHealth>> health) {
    this.cluster = cluster;
    this.rules = rules;
    this.operator = operator;
    this.health = health;
  }

  /// What was found, in the same order always; throws nothing.
  List<Check> look() {
    List<Check> operated =
        new Errands(LIMIT).run(List.of(new Errand("operator", () -> List.of(operator()))));
    return Stream.concat(RoomForUnit.look(this::get, rules, LIMIT).stream(), operated.stream())
        .toList();
  }

  private Check operator() {
    return health
        .apply(operator)
        .map(found ->
            found.healthy()
                ? Check.ok("operator", "The component %s is ready.".formatted(operator))
                : Check.failed(
                    "operator",
                    "The component %s is not ready: %s".formatted(operator, found.reason())))
        .orElseGet(() ->
            Check.failed(
                "operator",
                "No release with the component %s runs here. Install one.".formatted(operator)));
  }

  /// By the runner's own service account.
  private Answer get(String path) throws CallFailure {
    try {
      String found = cluster.get().client().raw(path);
      return found == null
          ? new Answer(NOT_FOUND, MissingNode.getInstance())
          : new Answer(OK, Json.tree(found));
    } catch (KubernetesClientException e) {
      if (e.getCode() == FORBIDDEN) {
        return new Answer(FORBIDDEN, MissingNode.getInstance());
      }
      throw new CallFailure("The runner cannot ask the cluster's API server. It looks again.", e);
    }
  }
}
