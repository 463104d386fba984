package io.bowline.simulator.api;

import io.bowline.simulator.admission.Refusal;
import io.bowline.simulator.fault.Asked;
import io.bowline.simulator.fault.Fault;
import io.bowline.simulator.fault.Faults;
import io.bowline.simulator.fault.RequestLog;
import io.bowline.simulator.http.Answer;
import io.bowline.simulator.http.Call;
import io.bowline.simulator.json.MalformedJson;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.platform.World;
import io.bowline.simulator.resource.Resources;
import io.bowline.simulator.wire.Unreadable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The account's Kubernetes API: authentication, faults, request log, and the way to each part.
public final class ApiServer implements Function<Call, Answer> {
  /// What a kubelet does over a connection of its own.
  private static final Set<String> STREAMED = Set.of("exec", "attach", "portforward");

  /// The version of Kubernetes whose behaviour is simulated.
  public static final String VERSION = "v1.34.4";

  private final Resources resources;
  private final Discovery discovery;
  private final OpenApi openApi;
  private final Verbs verbs;
  private final Subresources subresources;
  private final ControlRoom controlRoom;
  private final Faults faults;
  private final RequestLog log;
  private final World world;
  private final byte[] authorization;

  public ApiServer(
      Resources resources,
      PodAccess pods,
      Faults faults,
      RequestLog log,
      World world,
      String token) {
    this.resources = resources;
    this.discovery = new Discovery(resources.catalogue());
    this.openApi = new OpenApi(resources.catalogue());
    this.verbs = new Verbs(resources, world);
    this.subresources = new Subresources(resources, verbs, pods, world);
    this.controlRoom = new ControlRoom(resources.storage(), faults, log);
    this.faults = faults;
    this.log = log;
    this.world = world;
    this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Answer apply(Call call) {
    if (call.at(0).equals("_simulator")) {
      authenticate(call);
      return controlRoom.serve(call);
    }
    Optional<Target> target =
        call.at(0).startsWith("api") ? Target.of(call, resources.catalogue()) : Optional.empty();
    Asked asked = asked(call, target);
    Optional<Fault.Effect> fault = faults.take(call.method(), call.pathText());
    Answer answer = fault.map(f -> faulty(f, call, target)).orElseGet(() -> answer(call, target));
    log.add(asked.answered(answer.code()));
    boolean cutAfter = fault.filter(Fault.Effect.CutAfter.class::isInstance).isPresent();
    return cutAfter ? new Answer.Cut() : answer;
  }

  private Answer faulty(Fault.Effect fault, Call call, Optional<Target> target) {
    return switch (fault) {
      case Fault.Effect.Fail f ->
          refusal(
              new Refusal(
                  f.code(), f.code() == 429 ? "TooManyRequests" : "InternalError", f.message()));
      case Fault.Effect.Slow s -> {
        pause(s.delay());
        yield answer(call, target);
      }
      case Fault.Effect.CutBefore c -> new Answer.Cut();
      case Fault.Effect.CutAfter c -> answer(call, target);
    };
  }

  private static void pause(Duration delay) {
    try {
      // nobody counts down: the latch is a wait that ends with the server's threads
      boolean never = new CountDownLatch(1).await(delay.toNanos(), TimeUnit.NANOSECONDS);
      if (never) {
        throw new IllegalStateException("nobody counts down");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer answer(Call call, Optional<Target> target) {
    try {
      return route(call, target);
    } catch (Refusal e) {
      return refusal(e);
    } catch (MalformedJson e) {
      return refusal(Refusal.badRequest("the object provided is unrecognized: " + e.getMessage()));
    } catch (Unreadable e) {
      return refusal(Refusal.unsupported(String.valueOf(e.getMessage())));
    }
  }

  private static Answer refusal(Refusal refusal) {
    return Answer.json(refusal.code(), refusal.status());
  }

  private Answer route(Call call, Optional<Target> target) {
    String first = call.at(0);
    switch (first) {
      case "healthz", "livez", "readyz" -> {
        return Answer.text(200, "ok");
      }
      case "version" -> {
        return Answer.ok(version());
      }
      default -> authenticate(call);
    }
    if (target.map(Target::subresource).filter(STREAMED::contains).isPresent()) {
      throw Refusal.badRequest(
          target.get().subresource()
              + " is not to be had in a simulated account: its pods run no real programs. Read"
              + " their logs, or do it on a real cluster");
    }
    if (!call.header("upgrade").isEmpty()) {
      // no protocol is switched here; a plain 200 makes Fabric8 watch over HTTP at once
      return Answer.text(200, "");
    }
    if (target.isPresent()) {
      return object(target.get(), call);
    }
    if (isNowhere(call)) {
      return Answer.text(404, "404 page not found\n");
    }
    return switch (first) {
      case "api", "apis" -> {
        Optional<Answer> review = Reviews.serve(call, world.seconds());
        yield review.isPresent() ? review.get() : discover(call);
      }
      case "openapi" -> openApi(call);
      default -> throw Refusal.noSuchResource();
    };
  }

  /// Where no group listens, nobody speaks JSON either.
  private boolean isNowhere(Call call) {
    return switch (call.at(0)) {
      case "api", "openapi" -> false;
      case "apis" -> call.path().size() > 1 && discovery.group(call.at(1)).isEmpty();
      default -> true;
    };
  }

  private Answer object(Target target, Call call) {
    if (!target.subresource().isEmpty()) {
      return subresources.serve(target, call);
    }
    return target.name().isEmpty() ? verbs.collection(target, call) : verbs.object(target, call);
  }

  private Answer discover(Call call) {
    boolean core = call.at(0).equals("api");
    int depth = call.path().size();
    if (depth == 1) {
      if (call.header("accept").contains("as=APIGroupDiscoveryList")
          && call.header("accept").contains("v=v2;")) {
        return new Answer.Whole(
            200,
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
            Tree.bytes(discovery.aggregated(core)),
            java.util.Map.of());
      }
      return Answer.ok(core ? discovery.coreVersions() : discovery.groups());
    }
    if (!core && depth == 2) {
      return Answer.ok(discovery.group(call.at(1)).orElseThrow(Refusal::noSuchResource));
    }
    if (depth != (core ? 2 : 3)) {
      throw Refusal.noSuchResource();
    }
    String group = core ? "" : call.at(1);
    return Answer.ok(
        discovery.resources(group, call.at(depth - 1)).orElseThrow(Refusal::noSuchResource));
  }

  private Answer openApi(Call call) {
    if (call.at(1).equals("v2")) {
      // an empty document is also valid in protobuf, where it has no bytes at all
      return call.header("accept").contains("protobuf")
          ? new Answer.Whole(
              200,
              "application/com.github.proto-openapi.spec.v2@v1.0+protobuf",
              new byte[0],
              java.util.Map.of())
          : Answer.ok(openApi.swagger());
    }
    boolean core = call.at(2).equals("api");
    return call.path().size() == 2
        ? Answer.ok(openApi.index())
        : Answer.ok(openApi.document(core ? "" : call.at(3), call.at(core ? 3 : 4)));
  }

  private static com.fasterxml.jackson.databind.node.ObjectNode version() {
    return Tree.object()
        .put("major", "1")
        .put("minor", "34")
        .put("gitVersion", VERSION)
        .put("gitCommit", "simulator")
        .put("gitTreeState", "clean")
        .put("buildDate", "2026-01-01T00:00:00Z")
        .put("goVersion", "none")
        .put("compiler", "none")
        .put("platform", "linux/amd64");
  }

  private void authenticate(Call call) {
    byte[] shown = call.header("authorization").getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(shown, authorization)) {
      throw new Refusal(401, "Unauthorized", "Unauthorized");
    }
  }

  private Asked asked(Call call, Optional<Target> target) {
    String agent = call.header("user-agent");
    int slash = agent.indexOf('/');
    String resource =
        target
            .map(t -> t.kind().id() + (t.subresource().isEmpty() ? "" : "/" + t.subresource()))
            .orElse(call.pathText());
    return new Asked(
        world.now(),
        call.method(),
        call.pathText(),
        resource,
        target.map(Target::name).orElse(""),
        slash < 0 ? agent : agent.substring(0, slash),
        call.query("dryRun").equals("All"),
        0);
  }
}
