package io.bowline.runner.hosted.cluster.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cloud.kubeconfig.ClusterAccess;
import io.bowline.cloud.probe.Errands;
import io.bowline.cloud.probe.Errands.Errand;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import io.bowline.model.sizing.CapacityRules;
import io.bowline.runner.hosted.cluster.Answer;
import io.bowline.runner.hosted.cluster.CallFailure;
import io.bowline.runner.hosted.cluster.ClusterCalls;
import io.bowline.runner.hosted.cluster.ClusterDoor;
import io.bowline.runner.hosted.cluster.Right;
import io.bowline.runner.hosted.cluster.check.Census.Machine;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Looks at a customer's cluster: whether it is reached, and fit for what comes. It answers within
/// its time whatever the cluster does, and throws nothing.
public final class ClusterChecks {
  /// Hints, which nothing waits for.
  private static final Set<String> ADVICE = Set.of("load-balancer", "ip-room");

  private static final List<String> ORDER =
      List.of(
          "reach",
          "sign-in",
          "version",
          "token-expiry",
          "permissions",
          "nodes",
          "capacity",
          "storage-class",
          "load-balancer",
          "ip-room");
  private static final String GRANT =
      " Give the credential the rights that docs/byok.md lists, and upload it again.";

  private final ClusterDoor door;
  private final Clock clock;
  private final Errands errands;

  /// What the cluster is wanted for.
  ///
  /// @param units of Kafka that have to fit
  /// @param rights that are needed, in their order
  public record Wanted(int units, CapacityRules rules, List<Right> rights) {
    public Wanted {
      rights = List.copyOf(rights);
    }
  }

  public ClusterChecks(ClusterDoor door, Clock clock, Duration limit) {
    this.door = door;
    this.clock = clock;
    errands = Errands.longerThan(limit);
  }

  /// Those that keep one from going on: what failed, and what could not be told.
  public static List<Check> inTheWay(List<Check> checks) {
    return checks.stream()
        .filter(check ->
            check.result() == Result.FAILED
                || (check.result() != Result.OK && !ADVICE.contains(check.name())))
        .toList();
  }

  /// Everything that was found, each check once, in the same order always.
  public List<Check> run(ClusterAccess access, Wanted wanted) {
    return run(access, wanted, _ -> {});
  }

  /// The same, telling of each check once as soon as there is something to tell of it.
  ///
  /// @param listener is called by several threads, by one at a time
  public List<Check> run(ClusterAccess access, Wanted wanted, Consumer<Check> listener) {
    var told = new Told(listener);
    List<Check> found = new ArrayList<>();
    found.add(Credentials.lifetime(access.credential(), clock.instant()));
    var opened = new AtomicReference<ClusterCalls>();
    try {
      found.addAll(errands.run(List.of(new Errand("reach", () -> reach(access, opened)))));
      found.forEach(told::tell);
      ClusterCalls calls = opened.get();
      if (calls != null && inTheWay(found).isEmpty()) {
        found.addAll(errands.run(inside(calls, wanted, told)));
      }
    } finally {
      ClusterCalls calls = opened.get();
      if (calls != null) {
        calls.close();
      }
    }
    List<Check> all = ORDER.stream().map(name -> named(name, found)).toList();
    all.forEach(told::tell);
    return all;
  }

  /// The checks of a cluster that is not asked at all, since its credential is over.
  ///
  /// @param why a sentence
  public static List<Check> unusable(String why) {
    List<Check> found = List.of(Check.failed("token-expiry", why));
    return ORDER.stream().map(name -> named(name, found)).toList();
  }

  /// Tells of each check once: one that did not end in time is told as such, and not again when it
  /// ends after all.
  private static final class Told {
    private final Consumer<Check> listener;
    private final Set<String> names = new HashSet<>();

    Told(Consumer<Check> listener) {
      this.listener = listener;
    }

    synchronized void tell(Check check) {
      if (names.add(check.name())) {
        listener.accept(check);
      }
    }
  }

  private static Check named(String name, List<Check> found) {
    return found.stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseGet(() -> Check.skipped(name, "What comes before it did not succeed."));
  }

  private List<Check> reach(ClusterAccess access, AtomicReference<ClusterCalls> opened) {
    Answer answer;
    try {
      ClusterCalls calls = door.open(access);
      opened.set(calls);
      answer = calls.get("/version");
    } catch (CallFailure e) {
      return List.of(Check.failed("reach", e.sentence()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(Check.inconclusive("reach", "The check was interrupted. Try again."));
    }
    return List.of(
        Check.ok("reach", "The server answers and proves its name."),
        Credentials.known(answer),
        version(answer));
  }

  private static Check version(Answer answer) {
    return ServerVersion.of(answer.body())
        .map(version ->
            version.compareTo(ServerVersion.OLDEST) < 0
                ? Check.failed(
                    "version",
                    "The cluster runs Kubernetes %s; %s is the oldest that is supported. Upgrade it."
                        .formatted(version, ServerVersion.OLDEST))
                : Check.ok("version", "The cluster runs Kubernetes %s.".formatted(version)))
        .orElseGet(() ->
            Check.inconclusive(
                "version",
                "The server does not say which Kubernetes it is. Look whether the address is that of a cluster's API."));
  }

  private static List<Errand> inside(ClusterCalls calls, Wanted wanted, Told told) {
    var pages = new Pages(calls);
    var census = new Shared<>(() -> census(pages));
    return List.of(
        errand("permissions", told, () -> Permissions.check(calls, wanted.rights())),
        errand("nodes", told, () -> RoomChecks.nodes(census.get())),
        errand(
            "capacity",
            told,
            () -> RoomChecks.capacity(census.get(), wanted.units(), wanted.rules())),
        errand("storage-class", told, () -> StorageClasses.check(pages)),
        errand("load-balancer", told, () -> loadBalancer(pages, census)),
        errand("ip-room", told, () -> RoomChecks.addresses(census.get())));
  }

  /// One check that asks the cluster.
  private interface Asking {
    Check ask() throws CallFailure, InterruptedException;
  }

  private static Errand errand(String name, Told told, Asking asking) {
    return new Errand(
        name,
        () -> {
          Check found;
          try {
            found = asking.ask();
          } catch (CallFailure e) {
            found = Check.inconclusive(name, e.sentence());
          }
          told.tell(found);
          return List.of(found);
        });
  }

  static Census census(Pages pages) throws CallFailure, InterruptedException {
    if (pages.list("/api/v1/nodes", 20, Census::machine)
        instanceof Pages.Listed.Items<Machine> nodes) {
      return Census.of(nodes, pages.list("/api/v1/pods", 50, Census.Pod::of));
    }
    throw new CallFailure("The credential may not list nodes." + GRANT);
  }

  /// A hint only: what hands out load balancers cannot be asked for it.
  private static Check loadBalancer(Pages pages, Shared<Census> census)
      throws CallFailure, InterruptedException {
    if (pages.list("/api/v1/services", 100, ClusterChecks::isBalanced)
            instanceof Pages.Listed.Items<Boolean> services
        && services.items().contains(true)) {
      return Check.ok("load-balancer", "A Service of the cluster has got a load balancer.");
    }
    boolean cloud = census.get().machines().stream().anyMatch(Machine::cloud);
    return cloud
        ? Check.ok(
            "load-balancer", "The nodes belong to a cloud, which gives Services load balancers.")
        : Check.inconclusive(
            "load-balancer",
            "No Service has a load balancer, and the nodes name no cloud, so it cannot be told whether there is a load-balancer controller. Clients outside of the cluster need one.");
  }

  private static boolean isBalanced(JsonNode service) {
    Stream<JsonNode> given =
        StreamSupport.stream(
            service.path("status").path("loadBalancer").path("ingress").spliterator(), false);
    return service.path("spec").path("type").asText().equals("LoadBalancer")
        && given.findAny().isPresent();
  }
}
