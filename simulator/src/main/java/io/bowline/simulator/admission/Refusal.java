package io.bowline.simulator.admission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A request that is answered with a `Status` of failure.
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String reason;
  private final transient Optional<ObjectNode> details;

  public Refusal(int code, String reason, String message) {
    this(code, reason, message, Optional.empty());
  }

  private Refusal(int code, String reason, String message, Optional<ObjectNode> details) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /// One thing that is wrong with an object.
  public record Cause(String field, String reason, String message) {
    public static Cause required(String field, String why) {
      return new Cause(field, "FieldValueRequired", "Required value" + tail(why));
    }

    public static Cause invalid(String field, String value, String why) {
      return new Cause(field, "FieldValueInvalid", "Invalid value: " + quoted(value) + tail(why));
    }

    public static Cause forbidden(String field, String why) {
      return new Cause(field, "FieldValueForbidden", "Forbidden" + tail(why));
    }

    /// Texts stand in quotes, numbers and objects as they are.
    private static String quoted(String value) {
      boolean plain = value.startsWith("{") || value.equals("null") || value.matches("-?[0-9]+");
      return plain ? value : "\"" + value + "\"";
    }

    private static String tail(String why) {
      return why.isEmpty() ? "" : ": " + why;
    }
  }

  public static Refusal notFound(Kind kind, String name) {
    return new Refusal(
        404, "NotFound", kind.id() + " \"" + name + "\" not found", about(kind, name));
  }

  public static Refusal exists(Kind kind, String name) {
    return new Refusal(
        409, "AlreadyExists", kind.id() + " \"" + name + "\" already exists", about(kind, name));
  }

  public static Refusal conflict(Kind kind, String name, String why) {
    return new Refusal(
        409,
        "Conflict",
        "Operation cannot be fulfilled on " + kind.id() + " \"" + name + "\": " + why,
        about(kind, name));
  }

  /// The optimistic lock held.
  public static Refusal stale(Kind kind, String name) {
    return conflict(
        kind,
        name,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  public static Refusal forbidden(Kind kind, String name, String why) {
    return new Refusal(
        403, "Forbidden", kind.id() + " \"" + name + "\" is forbidden: " + why, about(kind, name));
  }

  public static Refusal badRequest(String message) {
    return new Refusal(400, "BadRequest", message);
  }

  public static Refusal gone(String message) {
    return new Refusal(410, "Expired", message);
  }

  public static Refusal unsupported(String message) {
    return new Refusal(415, "UnsupportedMediaType", message);
  }

  public static Refusal notAllowed() {
    return new Refusal(
        405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
  }

  public static Refusal noSuchResource() {
    return new Refusal(
        404,
        "NotFound",
        "the server could not find the requested resource",
        Optional.of(Tree.object()));
  }

  /// A patch does not fit the object; the real thing does not say where.
  public static Refusal rejected() {
    return new Refusal(
        422,
        "Invalid",
        "the server rejected our request due to an error in our request",
        Optional.of(Tree.object()));
  }

  /// A precondition of a deletion does not hold.
  public static Refusal precondition(
      Kind kind, String name, String what, String wanted, String found) {
    String message =
        "Operation cannot be fulfilled on %s \"%s\": the %s in the precondition (%s) does not match the %s in record (%s). The object might have been %s"
            .formatted(
                kind.name(),
                name,
                what,
                wanted,
                what,
                found,
                what.equals("UID") ? "deleted and then recreated" : "modified");
    ObjectNode details = Tree.object().put("name", name).put("kind", kind.name());
    if (!kind.group().isEmpty()) {
      details.put("group", kind.group());
    }
    return new Refusal(409, "Conflict", message, Optional.of(details));
  }

  /// An option of a request has a value that does not exist.
  public static Refusal option(String options, String field, String value, String supported) {
    String why = "Unsupported value: " + value + ": supported values: " + supported;
    ObjectNode details = Tree.object().put("group", "meta.k8s.io").put("kind", options);
    details
        .putArray("causes")
        .addObject()
        .put("reason", "FieldValueNotSupported")
        .put("message", why)
        .put("field", field);
    return new Refusal(
        422,
        "Invalid",
        options + ".meta.k8s.io \"\" is invalid: " + field + ": " + why,
        Optional.of(details));
  }

  /// Custom objects are only replaced by who has seen them.
  public static Refusal unversioned(Kind kind, String name) {
    List<Cause> causes =
        List.of(Cause.invalid("metadata.resourceVersion", "0", "must be specified for an update"));
    ObjectNode details = details(kind, name, causes).put("kind", kind.plural());
    String message =
        kind.id()
            + " \""
            + name
            + "\" is invalid: metadata.resourceVersion: "
            + causes.getFirst().message();
    return new Refusal(422, "Invalid", message, Optional.of(details));
  }

  public static Refusal invalid(Kind kind, String name, List<Cause> causes) {
    String group = kind.group().isEmpty() ? "" : "." + kind.group();
    String all =
        causes.stream().map(c -> c.field() + ": " + c.message()).collect(Collectors.joining(", "));
    String listed = causes.size() > 1 ? "[" + all + "]" : all;
    String message = kind.name() + group + " \"" + name + "\" is invalid: " + listed;
    return new Refusal(422, "Invalid", message, Optional.of(details(kind, name, causes)));
  }

  /// Server-side apply met fields of others.
  public static Refusal applyConflict(Kind kind, String name, String message, List<Cause> causes) {
    ObjectNode details = details(kind, name, causes);
    details.remove(List.of("kind", "group", "name"));
    return new Refusal(409, "Conflict", message, Optional.of(details));
  }

  private static Optional<ObjectNode> about(Kind kind, String name) {
    ObjectNode details = Tree.object();
    details.put("name", name);
    if (!kind.group().isEmpty()) {
      details.put("group", kind.group());
    }
    details.put("kind", kind.plural());
    return Optional.of(details);
  }

  private static ObjectNode details(Kind kind, String name, List<Cause> causes) {
    ObjectNode details = Tree.object();
    details.put("name", name);
    if (!kind.group().isEmpty()) {
      details.put("group", kind.group());
    }
    details.put("kind", kind.name());
    ArrayNode listed = details.putArray("causes");
    for (Cause cause : causes) {
      listed
          .addObject()
          .put("reason", cause.reason())
          .put("message", cause.message())
          .put("field", cause.field());
    }
    return details;
  }

  public int code() {
    return code;
  }

  public String reason() {
    return reason;
  }

  /// The answer's body.
  public ObjectNode status() {
    ObjectNode status = Tree.object();
    status.put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Failure").put("message", getMessage());
    if (!reason.isEmpty()) {
      status.put("reason", reason);
    }
    details.ifPresent(d -> status.set("details", d));
    status.put("code", code);
    return status;
  }
}
