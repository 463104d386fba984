package io.bowline.runner.step.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.release.HealthCheck;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepOutcome;
import io.bowline.runner.step.kube.Readiness.Blocked;
import io.bowline.runner.step.kube.Readiness.Broken;
import io.bowline.runner.step.kube.Readiness.Ready;
import io.bowline.runner.step.kube.Readiness.Stuck;
import io.bowline.runner.step.kube.Readiness.Waiting;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Waits until objects are healthy, with the reason at hand while they are not.
public final class HealthWatch {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private static final Set<String> RUN_PODS =
      Set.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod");

  private final Cluster cluster;
  private final PodTrouble pods;
  private final Terms terms;

  public HealthWatch(Cluster cluster, Terms terms) {
    this(cluster, terms, ImageRules.NONE);
  }

  /// @param rules asked when a node could not pull an image
  public HealthWatch(Cluster cluster, Terms terms, ImageRules rules) {
    this.cluster = cluster;
    this.terms = terms;
    this.pods = new PodTrouble(cluster, rules);
  }

  /// How long it looks before it believes what it sees.
  ///
  /// @param moment for which pods have to stay ready before they count, where the release says
  ///   less: without a readiness probe a container that is about to crash counts as ready
  /// @param stuck for which pods may be stuck before that counts, never more than a third of a
  ///   step's time
  public record Terms(Duration moment, Duration stuck) {
    public static final Terms USUAL = new Terms(Duration.ofSeconds(2), Duration.ofSeconds(30));
  }

  /// Waits for health.
  ///
  /// @param timeout after which what is not healthy counts as failed
  public StepOutcome await(
      Collection<ObjectKey> keys, List<HealthCheck> checks, Duration timeout, StepContext context) {
    var patience = new Patience(timeout, stableFor(keys, checks), terms.stuck());
    String said = "";
    while (true) {
      Finding finding = look(keys, checks);
      Optional<StepOutcome> over = patience.verdict(finding, System.nanoTime());
      if (over.isPresent()) {
        return over.get();
      }
      if (!finding.line().equals(said)) {
        said = finding.line();
        context.say(said);
      }
      Optional<StepOutcome> stopped = pause(context);
      if (stopped.isPresent()) {
        return stopped.get();
      }
    }
  }

  /// How it is right now, in one line; ready or not.
  public Finding look(Collection<ObjectKey> keys, List<HealthCheck> checks) {
    Finding worst = new Finding("", Readiness.READY);
    for (ObjectKey key : keys) {
      Finding one = new Finding(key.toString(), judge(key));
      worst = one.rank() > worst.rank() ? one : worst;
    }
    if (worst.worst() instanceof Ready) {
      for (HealthCheck check : checks) {
        Finding one = answers(keys, check);
        worst = one.rank() > worst.rank() ? one : worst;
      }
    }
    return worst;
  }

  private Readiness judge(ObjectKey key) {
    Optional<ObjectNode> live = cluster.get(key);
    if (live.isEmpty()) {
      return new Waiting("is not there");
    }
    Readiness own = WorkloadJudge.judge(live.get());
    if (own instanceof Waiting waiting) {
      pods.freeStatefulSet(live.get());
      return pods.of(live.get())
          .map(trouble ->
              switch (trouble) {
                case Waiting(String why) -> new Waiting(waiting.reason() + "; " + why);
                case Stuck(String why) -> new Stuck(waiting.reason() + "; " + why);
                case Blocked(String why) -> new Blocked(waiting.reason() + "; " + why);
                case Ready _, Broken _ -> waiting;
              })
          .orElse(waiting);
    }
    return own;
  }

  private Finding answers(Collection<ObjectKey> keys, HealthCheck check) {
    return switch (check) {
      case HealthCheck.WorkloadsReady _, HealthCheck.Metrics _ -> new Finding("", Readiness.READY);
      case HealthCheck.HttpGet(String service, int port, String path) -> {
        String namespace =
            keys.stream()
                .filter(k -> k.kind().equals("Service") && k.name().equals(service))
                .map(ObjectKey::namespace)
                .findFirst()
                .orElse("");
        yield new Finding("Service " + service, get(namespace, service, port, path));
      }
    };
  }

  private Readiness get(String namespace, String service, int port, String path) {
    if (namespace.isEmpty()) {
      return new Broken("is checked by the release but not part of the component");
    }
    String uri =
        "/api/v1/namespaces/%s/services/%s:%d/proxy%s".formatted(namespace, service, port, path);
    try {
      return cluster.client().raw(uri) == null
          ? new Waiting("GET " + path + " answers 404")
          : Readiness.READY;
    } catch (KubernetesClientException e) {
      return new Waiting("GET " + path + " answers " + e.getCode());
    }
  }

  private static Optional<StepOutcome> pause(StepContext context) {
    try {
      return context.stop().within(LOOK_AGAIN)
          ? Optional.of(new StepOutcome.Stopped(context.stop().reason().orElse("stopped")))
          : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(new StepOutcome.Stopped("the runner is shutting down"));
    }
  }

  private Duration stableFor(Collection<ObjectKey> keys, List<HealthCheck> checks) {
    Duration floor =
        keys.stream().anyMatch(key -> RUN_PODS.contains(key.kind()))
            ? terms.moment()
            : Duration.ZERO;
    return checks.stream()
        .filter(HealthCheck.WorkloadsReady.class::isInstance)
        .map(check -> ((HealthCheck.WorkloadsReady) check).stableFor())
        .filter(wanted -> wanted.compareTo(floor) > 0)
        .max(Duration::compareTo)
        .orElse(floor);
  }

  /// The object that is furthest from ready, and why.
  public record Finding(String object, Readiness worst) {
    int rank() {
      return switch (worst) {
        case Ready _ -> 0;
        case Waiting _ -> 1;
        case Stuck _ -> 2;
        case Broken _ -> 3;
        case Blocked _ -> 4;
      };
    }

    public boolean healthy() {
      return worst instanceof Ready;
    }

    /// One line for people.
    public String line() {
      return switch (worst) {
        case Ready _ -> "healthy";
        case Waiting(String reason) -> object + " " + reason;
        case Stuck(String reason) -> object + " " + reason;
        case Broken(String reason) -> object + " " + reason;
        case Blocked(String reason) -> object + " " + reason;
      };
    }
  }
}
