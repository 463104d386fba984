package io.bowline.runner.hosted.cluster.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.hosted.cluster.Answer;
import io.bowline.runner.hosted.cluster.CallFailure;
import io.bowline.runner.hosted.cluster.ClusterCalls;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads, applies and deletes single objects.
final class Writing {
  /// Under this name the API server remembers which fields are ours.
  private static final String OWNER = "?fieldManager=bowline-bootstrap&force=false";

  /// No object ever has this version: whoever names it writes only where nothing is.
  private static final String NO_OBJECT = "1";

  private static final Pattern OTHER_OWNER =
      Pattern.compile("conflict with \"([A-Za-z0-9_.:/-]{1,128})\".*");
  private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9_.\\[\\]=\":/{}-]{1,200}");
  private static final int CONFLICT = 409;

  private final ClusterCalls calls;

  Writing(ClusterCalls calls) {
    this.calls = calls;
  }

  /// What came of one write.
  ///
  /// @param problem a sentence; empty when it was done
  record Written(Optional<String> problem, JsonNode object) {}

  /// The object, if it is there.
  Optional<JsonNode> find(ClusterObject object) throws CallFailure, InterruptedException {
    return find(object.path(), object.text());
  }

  Optional<JsonNode> find(String path, String text) throws CallFailure, InterruptedException {
    Answer answer = calls.get(path);
    if (answer.missing()) {
      return Optional.empty();
    }
    if (!answer.ok() || !answer.body().path("metadata").has("resourceVersion")) {
      throw new CallFailure("%s cannot be read: %s.".formatted(text, refusal(answer)));
    }
    return Optional.of(answer.body());
  }

  /// Asks what an apply would do, which writes nothing.
  Written tried(ClusterObject object, Optional<JsonNode> seen)
      throws CallFailure, InterruptedException {
    return applied(object, seen, OWNER + "&dryRun=All");
  }

  /// Server-side apply to the very object that was seen, or to nothing where none was. What others
  /// write to it meanwhile, as its controller does to its status, is not in the way; fields that
  /// are somebody else's stay so.
  Written apply(ClusterObject object, Optional<JsonNode> seen)
      throws CallFailure, InterruptedException {
    return applied(object, seen, OWNER);
  }

  private Written applied(ClusterObject object, Optional<JsonNode> seen, String how)
      throws CallFailure, InterruptedException {
    ObjectNode body = object.body().deepCopy();
    ObjectNode metadata = body.withObject("/metadata");
    seen.map(Writing::uid)
        .ifPresentOrElse(
            uid -> metadata.put("uid", uid), () -> metadata.put("resourceVersion", NO_OBJECT));
    Answer answer = calls.apply(object.path() + how, body);
    Optional<String> problem =
        answer.ok()
            ? Optional.empty()
            : Optional.of("%s was not applied: %s.".formatted(object.text(), refusal(answer)));
    return new Written(problem, answer.body());
  }

  /// Deletes what is still the object that was seen.
  Optional<String> delete(String path, String text, JsonNode seen)
      throws CallFailure, InterruptedException {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    options.put("apiVersion", "v1").put("kind", "DeleteOptions");
    options.put("propagationPolicy", "Background");
    options.putObject("preconditions").put("uid", uid(seen));
    Answer answer = calls.delete(path, options);
    return answer.ok() || answer.missing()
        ? Optional.empty()
        : Optional.of("%s was not deleted: %s.".formatted(text, refusal(answer)));
  }

  private static String uid(JsonNode object) {
    return object.path("metadata").path("uid").asText();
  }

  /// Whether a write left an object as it was, whatever its controller said of it meanwhile.
  static boolean same(JsonNode before, JsonNode after) {
    return settled(before).equals(settled(after));
  }

  private static ObjectNode settled(JsonNode object) {
    ObjectNode settled = object.deepCopy();
    settled.remove("status");
    settled.withObject("/metadata").remove(List.of("resourceVersion", "managedFields"));
    return settled;
  }

  static String version(JsonNode object) {
    return object.path("metadata").path("resourceVersion").asText();
  }

  /// In our own words; of the server's only names that have the form of names.
  private static String refusal(Answer answer) {
    return switch (answer.status()) {
      case 401 -> "the cluster does not know the credential any more";
      case 403 -> "the credential may not do that";
      case CONFLICT -> conflict(answer.body());
      case 422 ->
          "the cluster finds it invalid; its version may be too old or an admission rule refuses it";
      default -> "the server answered " + answer.status();
    };
  }

  private static String conflict(JsonNode status) {
    var owners = new TreeSet<String>();
    var fields = new TreeSet<String>();
    for (JsonNode cause : status.path("details").path("causes")) {
      Matcher owner = OTHER_OWNER.matcher(cause.path("message").asText());
      if (owner.matches()) {
        owners.add(owner.group(1));
        String field = cause.path("field").asText();
        fields.add(FIELD.matcher(field).matches() ? field : "?");
      }
    }
    return owners.isEmpty()
        ? "somebody made, replaced or deleted it meanwhile; try again"
        : "%s belongs to %s, which keeps it; take the change back there, then try again"
            .formatted(String.join(", ", fields), String.join(", ", List.copyOf(owners)));
  }
}
