package io.bowline.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.admission.Refusal;
import io.bowline.simulator.admission.UnknownFields;
import io.bowline.simulator.http.Answer;
import io.bowline.simulator.http.Call;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import io.bowline.simulator.platform.World;
import io.bowline.simulator.resource.Deletion;
import io.bowline.simulator.resource.Intent;
import io.bowline.simulator.resource.Meta;
import io.bowline.simulator.resource.Patch;
import io.bowline.simulator.resource.Resources;
import io.bowline.simulator.resource.Selector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// HTTP methods on objects and collections.
final class Verbs {
  private static final Set<String> SHOWN_WHEN_DELETED =
      Set.of(
          "pods",
          "services",
          "serviceaccounts",
          "namespaces",
          "resourcequotas",
          "podtemplates",
          "persistentvolumes",
          "persistentvolumeclaims",
          "storageclasses.storage.k8s.io",
          "csidrivers.storage.k8s.io",
          "volumeattachments.storage.k8s.io");

  private final Resources resources;
  private final World world;
  private final Listing listing;
  private final Watching watching;

  Verbs(Resources resources, World world) {
    this.resources = resources;
    this.world = world;
    this.listing = new Listing(resources, world);
    this.watching = new Watching(resources, world);
  }

  Answer collection(Target target, Call call) {
    return switch (call.method()) {
      case "GET" -> {
        Predicate<JsonNode> selected = selected(call);
        yield call.flag("watch")
            ? watching.watch(target, call, selected)
            : Answer.ok(listing.list(target, call, selected));
      }
      case "POST" -> create(target, call);
      case "DELETE" -> deleteAll(target, call);
      default -> throw Refusal.notAllowed();
    };
  }

  Answer object(Target target, Call call) {
    Kind kind = target.kind();
    return switch (call.method()) {
      case "GET" -> {
        if (call.flag("watch")) {
          yield watching.watch(target, call, Watching.named(target.name()));
        }
        yield shown(target, call, 200, resources.get(kind, target.namespace(), target.name()));
      }
      case "PUT" -> {
        ObjectNode body = body(target, call);
        UnknownFields unknown = checked(target, call, body);
        Intent intent = intent(call, target.subresource());
        yield warned(
            unknown,
            call,
            shown(
                target,
                call,
                200,
                resources.update(kind, target.namespace(), target.name(), body, intent)));
      }
      case "PATCH" -> patch(target, call);
      case "DELETE" -> delete(target, call);
      default -> throw Refusal.notAllowed();
    };
  }

  private Answer create(Target target, Call call) {
    ObjectNode body = body(target, call);
    Kind kind = target.kind();
    String namespace = target.namespace().isEmpty() ? Meta.namespace(body) : target.namespace();
    if (kind.namespaced() && namespace.isEmpty()) {
      throw Refusal.badRequest("an empty namespace may not be set during creation");
    }
    UnknownFields unknown = checked(target, call, body);
    return warned(
        unknown,
        call,
        shown(target, call, 201, resources.create(kind, namespace, body, intent(call, ""))));
  }

  private static UnknownFields checked(Target target, Call call, ObjectNode body) {
    UnknownFields unknown = UnknownFields.in(target.kind(), body);
    unknown.refuseWhole(call.query("fieldValidation"), target.version());
    return unknown;
  }

  private static Answer warned(UnknownFields unknown, Call call, Answer answer) {
    String warnings = unknown.warnings(call.query("fieldValidation"));
    return warnings.isEmpty() || !(answer instanceof Answer.Whole whole)
        ? answer
        : new Answer.Whole(whole.code(), whole.type(), whole.body(), Map.of("Warning", warnings));
  }

  private static ObjectNode body(Target target, Call call) {
    ObjectNode body = call.object();
    Kind kind = target.kind();
    String saidKind = Tree.text(body, "kind");
    String saidVersion = Tree.text(body, "apiVersion");
    String version = kind.apiVersion(target.version());
    if (saidKind.isEmpty() || saidVersion.isEmpty()) {
      body.put("kind", kind.name()).put("apiVersion", version);
    } else if (!saidKind.equals(kind.name()) || !saidVersion.equals(version)) {
      throw Refusal.badRequest(
          saidKind
              + " in version \""
              + saidVersion
              + "\" cannot be handled as a "
              + kind.name()
              + ": "
              + (saidVersion.equals(version) ? "unknown conversion" : "not registered"));
    }
    return body;
  }

  private Answer patch(Target target, Call call) {
    Kind kind = target.kind();
    String type = call.header("content-type");
    int semicolon = type.indexOf(';');
    String format = semicolon < 0 ? type : type.substring(0, semicolon);
    Intent intent = intent(call, target.subresource());
    if (format.equals("application/apply-patch+yaml")) {
      return apply(target, call, intent);
    }
    Patch patch =
        switch (format) {
          case "application/json-patch+json" -> new Patch.Operations(Tree.parse(call.body()));
          case "application/merge-patch+json" -> {
            ObjectNode body = Tree.parseObject(call.body());
            UnknownFields.in(kind, body).refusePatch(call.query("fieldValidation"), body);
            yield new Patch.Merge(body);
          }
          case "application/strategic-merge-patch+json" -> {
            if (kind.custom()) {
              throw unsupportedPatch(
                  "application/json-patch+json, application/merge-patch+json,"
                      + " application/apply-patch+yaml");
            }
            yield new Patch.Strategic(Tree.parseObject(call.body()));
          }
          default ->
              throw unsupportedPatch(
                  "application/json-patch+json, application/merge-patch+json,"
                      + " application/strategic-merge-patch+json, application/apply-patch+yaml");
        };
    return shown(
        target, call, 200, resources.patch(kind, target.namespace(), target.name(), patch, intent));
  }

  private static Refusal unsupportedPatch(String accepted) {
    return Refusal.unsupported(
        "the body of the request was in an unknown format - accepted media types include: "
            + accepted);
  }

  private Answer apply(Target target, Call call, Intent intent) {
    if (call.query("fieldManager").isEmpty()) {
      throw new Refusal(
          422,
          "Invalid",
          "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
    }
    ObjectNode config = Yaml.object(call.body());
    Kind kind = target.kind();
    Tree.putIfAbsent(config, "kind", kind.name());
    Tree.putIfAbsent(config, "apiVersion", kind.apiVersion(target.version()));
    UnknownFields.in(kind, config).refuseApplied(config, kind.apiVersion(target.version()));
    boolean there = resources.find(kind, target.namespace(), target.name()).isPresent();
    ObjectNode applied =
        resources.apply(
            kind, target.namespace(), target.name(), config, intent, call.flag("force"));
    return shown(target, call, there ? 200 : 201, applied);
  }

  private Answer delete(Target target, Call call) {
    Kind kind = target.kind();
    Deletion.Deleted deleted =
        resources.delete(kind, target.namespace(), target.name(), options(call));
    boolean returnsObject = !deleted.gone() || SHOWN_WHEN_DELETED.contains(kind.id());
    if (returnsObject) {
      return shown(target, call, 200, deleted.object());
    }
    ObjectNode status = Tree.object();
    status.put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Success");
    ObjectNode details = status.putObject("details").put("name", target.name());
    if (!kind.group().isEmpty()) {
      details.put("group", kind.group());
    }
    details.put("kind", kind.plural()).put("uid", Meta.uid(deleted.object()));
    return Answer.ok(status);
  }

  private Answer deleteAll(Target target, Call call) {
    ObjectNode list = listing.list(target, call, selected(call));
    for (JsonNode item : list.path("items")) {
      Optional<ObjectNode> there =
          resources.find(target.kind(), Meta.namespace(item), Meta.name(item));
      if (there.isPresent()) {
        resources.delete(target.kind(), Meta.namespace(item), Meta.name(item), options(call));
      }
    }
    return Answer.ok(list);
  }

  private static Deletion.Options options(Call call) {
    ObjectNode body = call.body().length == 0 ? Tree.object() : call.object();
    for (String name : List.of("propagationPolicy", "gracePeriodSeconds")) {
      if (!call.query(name).isEmpty()) {
        body.put(name, call.query(name));
      }
    }
    if (call.flag("orphanDependents")) {
      body.put("orphanDependents", true);
    }
    return Deletion.Options.read(body, call.dryRun());
  }

  private static Predicate<JsonNode> selected(Call call) {
    return Selector.labels(call.query("labelSelector"))
        .and(Selector.fields(call.query("fieldSelector")));
  }

  private static Intent intent(Call call, String subresource) {
    return new Intent(call.manager(), subresource, call.dryRun());
  }

  private Answer shown(Target target, Call call, int code, ObjectNode object) {
    return Answer.json(
        code, View.of(call).one(target.kind(), target.version(), object, world.now()));
  }
}
