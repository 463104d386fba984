package io.bowline.simulator.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.admission.Refusal;
import io.bowline.simulator.api.ApiServer;
import io.bowline.simulator.api.PodAccess;
import io.bowline.simulator.http.Answer;
import io.bowline.simulator.http.Call;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.platform.World;
import io.bowline.simulator.resource.Intent;
import io.bowline.simulator.resource.Meta;
import io.bowline.simulator.resource.Resources;
import io.bowline.simulator.storage.Change;
import io.bowline.simulator.storage.Key;
import io.bowline.simulator.storage.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// All nodes of the account: every pod bound to one of them gets its worker.
public final class Nodes implements PodAccess, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final NodeParts parts;
  private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
  private final Subscription changes;
  private final Thread thread;
  private int addresses;

  public Nodes(Resources resources, World world, Pace pace, OwnRegistry registry) {
    ConcurrentMap<String, ConcurrentMap<String, String>> claims = new ConcurrentHashMap<>();
    this.parts =
        new NodeParts(
            resources,
            world,
            pace,
            new Images(new RegistryClient(registry)),
            new PodEvents(resources, world),
            claims);
    this.changes = resources.storage().followAll();
    this.thread = Thread.ofVirtual().name("nodes").unstarted(this::run);
  }

  /// The registry for which the nodes have credentials.
  public record OwnRegistry(String authority, String user, String password) {}

  /// Puts an image on every node; `*` stands for any.
  public void preload(String reference, Image image) {
    parts.images().preload(reference, image);
  }

  /// Registers this many nodes with the API.
  public void register(int count) {
    for (int i = 1; i <= count; i++) {
      ObjectNode node = Tree.object();
      node.put("apiVersion", "v1").put("kind", "Node");
      ObjectNode metadata = node.putObject("metadata").put("name", "node-" + i);
      metadata
          .putObject("labels")
          .put("kubernetes.io/hostname", "node-" + i)
          .put("kubernetes.io/os", "linux")
          .put("kubernetes.io/arch", "amd64");
      ObjectNode created =
          parts
              .resources()
              .create(
                  parts.resources().catalogue().require("nodes"), "", node, Intent.by("kubelet"));
      report(created);
    }
  }

  private void report(ObjectNode node) {
    ObjectNode status = node.putObject("status");
    status
        .putObject("capacity")
        .put("cpu", "8")
        .put("memory", "32Gi")
        .put("pods", "110")
        .put("ephemeral-storage", "100Gi");
    status.set("allocatable", Tree.at(status, "capacity").deepCopy());
    status
        .putArray("conditions")
        .addObject()
        .put("type", "Ready")
        .put("status", "True")
        .put("reason", "KubeletReady")
        .put("message", "the simulated node is ready")
        .put("lastHeartbeatTime", parts.world().seconds())
        .put("lastTransitionTime", parts.world().seconds());
    status
        .putObject("nodeInfo")
        .put("kubeletVersion", ApiServer.VERSION)
        .put("operatingSystem", "linux")
        .put("architecture", "amd64")
        .put("containerRuntimeVersion", "simulator://1")
        .put("osImage", "Bowline simulator");
    parts
        .resources()
        .update(
            parts.resources().catalogue().require("nodes"),
            "",
            Meta.name(node),
            node,
            Intent.status("kubelet"));
  }

  /// Begins to run pods.
  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!changes.isCut()) {
        Optional<Change> change = changes.next(PATIENCE);
        if (change.isPresent() && change.get().key().kind().equals("pods")) {
          pod(change.get());
        } else if (change.isPresent()) {
          wakeWaiting(change.get().key());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pod(Change change) {
    ObjectNode pod = change.object();
    PodWorker worker = workers.get(Meta.uid(pod));
    if (change.type() == Change.Type.DELETED) {
      if (worker != null) {
        workers.remove(Meta.uid(pod));
        worker.stop();
      }
    } else if (worker != null) {
      boolean wanted =
          change.before().isEmpty()
              || !Tree.at(change.before().get(), "spec").equals(Tree.at(pod, "spec"))
              || Meta.deleting(pod);
      if (wanted) {
        worker.wake();
      }
    } else if (!Tree.text(pod, "spec", "nodeName").isEmpty()) {
      addresses++;
      String ip = "10.244." + addresses / 250 % 250 + "." + (addresses % 250 + 1);
      workers.put(Meta.uid(pod), PodWorker.start(parts, pod.deepCopy(), ip));
    }
  }

  /// A secret, config map or claim may be what some pod waits for.
  private void wakeWaiting(Key key) {
    boolean needed =
        key.kind().equals("secrets")
            || key.kind().equals("configmaps")
            || key.kind().equals("persistentvolumeclaims");
    if (needed) {
      workers.values().stream()
          .filter(w -> Meta.namespace(w.object()).equals(key.namespace()))
          .forEach(PodWorker::wake);
    }
  }

  @Override
  public Answer log(ObjectNode pod, Call call) {
    List<ObjectNode> containers = Tree.objects(pod, "spec", "containers");
    String asked = call.query("container");
    if (asked.isEmpty() && containers.size() > 1) {
      String names = String.join(" ", containers.stream().map(c -> Tree.text(c, "name")).toList());
      throw Refusal.badRequest(
          "a container name must be specified for pod "
              + Meta.name(pod)
              + ", choose one of: ["
              + names
              + "]");
    }
    String container = asked.isEmpty() ? Tree.text(containers.getFirst(), "name") : asked;
    Optional<ContainerSlot> slot = worker(pod).flatMap(w -> w.slot(container));
    if (slot.isEmpty() && !asked.isEmpty() && worker(pod).isPresent()) {
      throw Refusal.badRequest("container " + asked + " is not valid for pod " + Meta.name(pod));
    }
    boolean before = call.flag("previous");
    Optional<ContainerRun> run = slot.flatMap(s -> before ? previous(s) : s.run());
    if (run.isEmpty()) {
      String state =
          before
              ? "previous terminated container \""
                  + container
                  + "\" in pod \""
                  + Meta.name(pod)
                  + "\" not found"
              : "container \""
                  + container
                  + "\" in pod \""
                  + Meta.name(pod)
                  + "\" is waiting to start: "
                  + slot.map(ContainerSlot::waiting).orElse("PodInitializing");
      throw Refusal.badRequest(state);
    }
    return LogStream.of(run.get().log(), call, parts.world().now());
  }

  private static Optional<ContainerRun> previous(ContainerSlot slot) {
    boolean over = slot.isWaiting() && slot.run().isPresent();
    return over ? slot.run() : slot.previous();
  }

  private Optional<PodWorker> worker(ObjectNode pod) {
    return Optional.ofNullable(workers.get(Meta.uid(pod)));
  }

  @Override
  public Answer proxy(ObjectNode pod, String port, String path) {
    for (ContainerSlot slot : worker(pod).map(PodWorker::mains).orElse(List.of())) {
      int number = Prober.namedPort(slot.container(), port);
      Optional<String> answer = slot.run().flatMap(run -> run.http(number, path));
      if (answer.isPresent()) {
        return Answer.text(200, answer.get());
      }
      if (slot.run().map(run -> run.listens(number)).orElse(false)) {
        return Answer.text(404, "not found\n");
      }
    }
    throw new Refusal(
        503,
        "ServiceUnavailable",
        "error trying to reach service: dial tcp: connect: connection refused");
  }

  @Override
  public void close() {
    changes.cut();
    changes.close();
    thread.interrupt();
    workers.values().forEach(PodWorker::stop);
  }
}
