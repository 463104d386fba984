package io.bowline.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.admission.Refusal;
import io.bowline.simulator.http.Answer;
import io.bowline.simulator.http.Call;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import io.bowline.simulator.patch.MergePatch;
import io.bowline.simulator.platform.World;
import io.bowline.simulator.resource.Deletion;
import io.bowline.simulator.resource.Intent;
import io.bowline.simulator.resource.Meta;
import io.bowline.simulator.resource.Patch;
import io.bowline.simulator.resource.Resources;
import java.time.Duration;

/// Everything behind an object's name: status, scale, logs, proxy, eviction, binding, tokens.
final class Subresources {
  private final Resources resources;
  private final Verbs verbs;
  private final PodAccess pods;
  private final World world;

  Subresources(Resources resources, Verbs verbs, PodAccess pods, World world) {
    this.resources = resources;
    this.verbs = verbs;
    this.pods = pods;
    this.world = world;
  }

  Answer serve(Target target, Call call) {
    Kind kind = target.kind();
    String sub = target.subresource();
    if (kind.id().equals("pods") && sub.equals("proxy")) {
      return proxy(target, call);
    }
    if (!kind.has(sub)) {
      throw Refusal.noSuchResource();
    }
    return switch (sub) {
      case "status" -> verbs.object(target, call);
      case "scale" -> scale(target, call);
      case "log" -> pods.log(existing(target), call);
      case "eviction" -> evict(target, call);
      case "binding" -> bind(target, call);
      case "finalize" -> finalizeNamespace(target, call);
      case "token" -> token(target, call);
      default -> throw Refusal.noSuchResource();
    };
  }

  private ObjectNode existing(Target target) {
    return resources.get(target.kind(), target.namespace(), target.name());
  }

  private Answer proxy(Target target, Call call) {
    String name = target.name();
    int scheme = name.startsWith("http:") ? 5 : name.startsWith("https:") ? 6 : 0;
    String rest = name.substring(scheme);
    int colon = rest.indexOf(':');
    String pod = colon < 0 ? rest : rest.substring(0, colon);
    String port = colon < 0 ? "" : rest.substring(colon + 1);
    if (!call.method().equals("GET")) {
      throw Refusal.notAllowed();
    }
    ObjectNode object = resources.get(target.kind(), target.namespace(), pod);
    return pods.proxy(object, port, "/" + String.join("/", target.rest()));
  }

  private Answer scale(Target target, Call call) {
    ObjectNode object = existing(target);
    ObjectNode shown = shown(object);
    return switch (call.method()) {
      case "GET" -> Answer.ok(shown);
      case "PUT" -> Answer.ok(scaled(target, call, shown, call.object()));
      case "PATCH" -> {
        Patch patch =
            call.header("content-type").startsWith("application/json-patch")
                ? new Patch.Operations(Tree.parse(call.body()))
                : new Patch.Merge(Tree.parseObject(call.body()));
        ObjectNode wanted =
            patch instanceof Patch.Merge merge
                ? MergePatch.apply(shown, merge.body())
                : patch.on("Scale", shown);
        yield Answer.ok(scaled(target, call, shown, wanted));
      }
      default -> throw Refusal.notAllowed();
    };
  }

  private ObjectNode scaled(Target target, Call call, ObjectNode shown, ObjectNode wanted) {
    String version = Meta.resourceVersion(wanted);
    if (!version.isEmpty() && !version.equals(Meta.resourceVersion(shown))) {
      throw Refusal.stale(target.kind(), target.name());
    }
    ObjectNode change = Tree.object();
    change.putObject("spec").put("replicas", Tree.number(wanted, 0, "spec", "replicas"));
    Intent intent = new Intent(call.manager(), "scale", call.dryRun());
    return shown(
        resources.patch(
            target.kind(), target.namespace(), target.name(), new Patch.Merge(change), intent));
  }

  private static ObjectNode shown(ObjectNode object) {
    ObjectNode scale = Tree.object();
    scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    ObjectNode metadata = scale.putObject("metadata");
    for (String field :
        java.util.List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
      metadata.put(field, Tree.text(object, "metadata", field));
    }
    ObjectNode spec = scale.putObject("spec");
    if (Tree.number(object, 0, "spec", "replicas") != 0) {
      spec.put("replicas", Tree.number(object, 0, "spec", "replicas"));
    }
    ObjectNode status = scale.putObject("status");
    status.put("replicas", Tree.number(object, 0, "status", "replicas"));
    StringBuilder selector = new StringBuilder();
    Meta.strings(Tree.at(object, "spec", "selector", "matchLabels"))
        .forEach((label, value) ->
            selector.append(selector.isEmpty() ? "" : ",").append(label).append('=').append(value));
    status.put("selector", selector.toString());
    return scale;
  }

  private Answer evict(Target target, Call call) {
    ObjectNode options =
        Tree.at(call.object(), "deleteOptions") instanceof ObjectNode given ? given : Tree.object();
    resources.delete(
        target.kind(),
        target.namespace(),
        target.name(),
        Deletion.Options.read(options, call.dryRun()));
    return Answer.json(201, success());
  }

  private Answer bind(Target target, Call call) {
    ObjectNode change = Tree.object();
    change.putObject("spec").put("nodeName", Tree.text(call.object(), "target", "name"));
    resources.patch(
        target.kind(),
        target.namespace(),
        target.name(),
        new Patch.Merge(change),
        Intent.by(call.manager()));
    return Answer.json(201, success());
  }

  private Answer finalizeNamespace(Target target, Call call) {
    ObjectNode change = Tree.object();
    change
        .putObject("spec")
        .set("finalizers", Tree.at(call.object(), "spec", "finalizers").deepCopy());
    return Answer.ok(
        resources.patch(
            target.kind(), "", target.name(), new Patch.Merge(change), Intent.by(call.manager())));
  }

  private Answer token(Target target, Call call) {
    existing(target);
    ObjectNode request = call.object();
    long seconds = Tree.at(request, "spec", "expirationSeconds").asLong(3600);
    ObjectNode status = Tree.grow(request, "status");
    status.put("token", world.secret());
    status.put(
        "expirationTimestamp",
        world
            .now()
            .plus(Duration.ofSeconds(seconds))
            .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
            .toString());
    return Answer.json(201, request);
  }

  private static ObjectNode success() {
    ObjectNode status = Tree.object();
    status.put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    return status.put("status", "Success").put("code", 201);
  }
}
