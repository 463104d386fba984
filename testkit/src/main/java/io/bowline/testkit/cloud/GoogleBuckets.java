package io.bowline.testkit.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Buckets of Google Cloud Storage, as its JSON interface shows them. Terraform's gcs backend works
/// with it.
public final class GoogleBuckets implements StateRoom {
  /// The number of the caller's project.
  public static final String NUMBER = "1";

  private static final String AT = "/storage/v1/b";
  private static final String UPLOAD = "/upload/storage/v1/b";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Map<String, ObjectNode> buckets = new TreeMap<>();
  private final List<Version> versions = new ArrayList<>();
  private long generation = 1_700_000_000_000_000L;
  private boolean forbidden;

  private static final class Version {
    private final String key;
    private final long generation;
    private final String text;
    private boolean live = true;

    Version(String key, long generation, String text) {
      this.key = key;
      this.generation = generation;
      this.text = text;
    }
  }

  @Override
  public synchronized Optional<Answered> answer(Call call) {
    String path = call.path();
    if (path.startsWith(UPLOAD)) {
      return Optional.of(forbidden ? refused(403, "forbidden") : upload(call));
    }
    boolean download = call.method().equals("GET") && path.matches("/[^/]+/default\\.tf.*");
    if (!path.startsWith(AT) && !download) {
      return Optional.empty();
    }
    if (forbidden) {
      return Optional.of(refused(403, "forbidden"));
    }
    if (download) {
      return Optional.of(text(path.substring(path.indexOf('/', 1) + 1)));
    }
    String[] parts = path.substring(AT.length()).split("/", 4);
    if (parts.length < 2) {
      return Optional.of(
          call.method().equals("POST") ? create(call) : refused(405, "methodNotAllowed"));
    }
    if (!buckets.containsKey(parts[1])) {
      return Optional.of(refused(404, "notFound"));
    }
    return Optional.of(
        parts.length == 2
            ? bucket(call, parts[1])
            : parts.length == 3 ? list(call) : object(call, parts[3]));
  }

  private Answered create(Call call) {
    ObjectNode wanted = (ObjectNode) read(call.body());
    String name = wanted.path("name").asText();
    if (call.parameter("project").isEmpty() || !name.matches("[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]")) {
      return refused(400, "invalid");
    }
    if (buckets.containsKey(name)) {
      return refused(409, "conflict");
    }
    wanted.put("projectNumber", NUMBER);
    wanted.put("location", wanted.path("location").asText("US").toUpperCase(java.util.Locale.ROOT));
    buckets.put(name, wanted);
    return Answered.json(200, wanted.toString());
  }

  private Answered bucket(Call call, String name) {
    ObjectNode bucket = buckets.get(name);
    return switch (call.method()) {
      case "GET" -> Answered.json(200, String.valueOf(bucket));
      case "PATCH" -> {
        if (bucket != null) {
          bucket.setAll((ObjectNode) read(call.body()));
        }
        yield Answered.json(200, String.valueOf(bucket));
      }
      case "DELETE" -> {
        if (!versions.isEmpty()) {
          yield refused(409, "conflict");
        }
        buckets.remove(name);
        yield Answered.nothing(204);
      }
      default -> refused(405, "methodNotAllowed");
    };
  }

  private Answered list(Call call) {
    ObjectNode answer = JSON.createObjectNode().put("kind", "storage#objects");
    ArrayNode items = answer.putArray("items");
    boolean all = call.parameter("versions").equals("true");
    String prefix = call.parameter("prefix");
    boolean first = call.parameter("pageToken").isEmpty();
    List<Version> listed =
        versions.stream()
            .filter(one -> all || one.live)
            .filter(one -> one.key.startsWith(prefix))
            .toList();
    // a first page of one, so that pages are turned
    boolean turned = all && first && listed.size() > 1;
    if (turned) {
      answer.put("nextPageToken", "second page");
    }
    listed.stream().limit(turned ? 1 : listed.size()).forEach(one -> items.add(about(one)));
    return Answered.json(200, answer.toString());
  }

  private static ObjectNode about(Version one) {
    return JSON.createObjectNode()
        .put("kind", "storage#object")
        .put("name", one.key)
        .put("bucket", "b")
        .put("size", String.valueOf(one.text.length()))
        .put("metageneration", "1")
        .put("generation", String.valueOf(one.generation));
  }

  private Optional<Version> live(String key) {
    return versions.stream().filter(one -> one.live && one.key.equals(key)).findFirst();
  }

  private Answered object(Call call, String key) {
    Optional<Version> found =
        call.parameter("generation").isEmpty()
            ? live(key)
            : versions.stream()
                .filter(one -> one.key.equals(key))
                .filter(one -> String.valueOf(one.generation).equals(call.parameter("generation")))
                .findFirst();
    if (found.isEmpty()) {
      return refused(404, "notFound");
    }
    Version one = found.get();
    return switch (call.method()) {
      case "GET" ->
          call.parameter("alt").equals("media")
              ? new Answered(200, "application/json", one.text, Map.of())
              : Answered.json(200, about(one).toString());
      case "DELETE" -> {
        String only = call.parameter("ifGenerationMatch");
        if (!only.isEmpty() && !only.equals(String.valueOf(one.generation))) {
          yield refused(412, "conditionNotMet");
        }
        if (call.parameter("generation").isEmpty()) {
          one.live = false;
        } else {
          versions.remove(one);
        }
        yield Answered.nothing(204);
      }
      default -> refused(405, "methodNotAllowed");
    };
  }

  private Answered text(String key) {
    return live(key)
        .map(one ->
            new Answered(200, "application/json", one.text, Map.of())
                .with("X-Goog-Generation", String.valueOf(one.generation))
                .with("X-Goog-Metageneration", "1"))
        .orElseGet(() -> refused(404, "notFound"));
  }

  /// One request of two parts: what it is, and what is in it.
  private Answered upload(Call call) {
    String boundary = call.body().substring(0, Math.max(0, call.body().indexOf('\n'))).strip();
    String[] parts = boundary.isEmpty() ? new String[0] : call.body().split(boundary, -1);
    if (parts.length < 3) {
      return refused(400, "invalid");
    }
    String key = read(content(parts[1])).path("name").asText();
    String text = content(parts[2]);
    if (call.parameter("ifGenerationMatch").equals("0") && live(key).isPresent()) {
      return refused(412, "conditionNotMet");
    }
    return Answered.json(200, about(written(key, text)).toString());
  }

  /// Of a part, after its headers and before the line that ends it.
  private static String content(String part) {
    String content = part.substring(part.indexOf("\r\n\r\n") + 4);
    return content.substring(0, content.length() - 2);
  }

  private Version written(String key, String text) {
    live(key).ifPresent(one -> one.live = false);
    var written = new Version(key, ++generation, text);
    versions.add(written);
    return written;
  }

  @Override
  public synchronized void put(String key, String text) {
    var _ = written(key, text);
  }

  @Override
  public synchronized void lock(String note) {
    put("default.tflock", note);
  }

  @Override
  public synchronized boolean isLocked() {
    return live("default.tflock").isPresent();
  }

  @Override
  public synchronized Optional<String> state() {
    return live("default.tfstate").map(one -> one.text);
  }

  @Override
  public synchronized void occupy(String name) {
    buckets.put(
        name,
        JSON.createObjectNode().put("name", name).put("projectNumber", "2").put("location", "US"));
  }

  @Override
  public synchronized void forbid() {
    forbidden = true;
  }

  @Override
  public synchronized List<String> all() {
    var all = new ArrayList<>(buckets.keySet());
    versions.forEach(one -> all.add(one.key + "#" + one.generation));
    return all;
  }

  @Override
  public synchronized List<String> faults() {
    var faults = new ArrayList<String>();
    buckets.forEach((name, bucket) -> {
      JsonNode access = bucket.path("iamConfiguration");
      fault(faults, access.path("publicAccessPrevention").asText().equals("enforced"), "public");
      fault(
          faults,
          access.path("uniformBucketLevelAccess").path("enabled").asBoolean(),
          "access by lists");
      fault(faults, bucket.path("versioning").path("enabled").asBoolean(), "one version");
    });
    return faults;
  }

  static void fault(List<String> faults, boolean fine, String what) {
    if (!fine) {
      faults.add(what);
    }
  }

  private static Answered refused(int status, String reason) {
    ObjectNode error = JSON.createObjectNode().put("code", status).put("message", "canary");
    error.putArray("errors").addObject().put("reason", reason).put("domain", "global");
    return Answered.json(status, JSON.createObjectNode().set("error", error).toString());
  }

  static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
