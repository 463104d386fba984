package io.bowline.testkit.cloud;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Buckets of Oracle's Object Storage.
public final class OracleBuckets implements StateRoom {
  private static final String LOCK = "terraform.tfstate.lock";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String at;
  private final Map<String, ObjectNode> buckets = new TreeMap<>();
  private final List<Version> versions = new ArrayList<>();
  private long count;
  private boolean forbidden;

  private record Version(String key, String id, String text) {}

  /// @param namespace of the tenancy
  public OracleBuckets(String namespace) {
    this.at = "/n/" + namespace + "/b";
  }

  @Override
  public synchronized Optional<Answered> answer(Call call) {
    String path = call.path();
    if (!path.startsWith(at) || (path.equals(at) && call.method().equals("GET"))) {
      return Optional.empty();
    }
    if (forbidden) {
      return Optional.of(refused(404, "NotAuthorizedOrNotFound"));
    }
    String[] parts = path.substring(at.length()).split("/", 4);
    if (parts.length < 2) {
      return Optional.of(create(call));
    }
    ObjectNode bucket = buckets.get(parts[1]);
    if (bucket == null) {
      return Optional.of(refused(404, "BucketNotFound"));
    }
    return Optional.of(
        parts.length == 2
            ? bucket(call, parts[1], bucket)
            : parts[2].equals("o") ? object(call, parts[3]) : list(call));
  }

  private Answered create(Call call) {
    ObjectNode wanted = (ObjectNode) GoogleBuckets.read(call.body());
    if (wanted.path("compartmentId").asText().isEmpty() || wanted.path("name").asText().isEmpty()) {
      return refused(400, "InvalidParameter");
    }
    if (buckets.putIfAbsent(wanted.path("name").asText(), wanted) != null) {
      return refused(409, "BucketAlreadyExists");
    }
    return Answered.json(200, wanted.toString());
  }

  private Answered bucket(Call call, String name, ObjectNode bucket) {
    return switch (call.method()) {
      case "GET" -> Answered.json(200, bucket.toString());
      case "POST" -> {
        bucket.setAll((ObjectNode) GoogleBuckets.read(call.body()));
        yield Answered.json(200, bucket.toString());
      }
      case "DELETE" -> {
        if (!versions.isEmpty()) {
          yield refused(409, "BucketNotEmpty");
        }
        buckets.remove(name);
        yield Answered.nothing(204);
      }
      default -> refused(405, "MethodNotAllowed");
    };
  }

  private Answered list(Call call) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode items = answer.putArray("items");
    // pages of one
    int page = call.parameter("page").isEmpty() ? 0 : Integer.parseInt(call.parameter("page"));
    if (page < versions.size()) {
      Version one = versions.get(page);
      items.addObject().put("name", one.key()).put("versionId", one.id());
    }
    // what is deleted between two pages is not counted twice
    Answered listed = Answered.json(200, answer.toString());
    return page + 1 < versions.size() ? listed.with("opc-next-page", String.valueOf(0)) : listed;
  }

  private Optional<Version> live(String key) {
    return versions.stream()
        .filter(one -> one.key().equals(key))
        .reduce((_, later) -> later)
        .filter(one -> !one.text().isEmpty());
  }

  private Answered object(Call call, String key) {
    Optional<Version> now = live(key);
    return switch (call.method()) {
      case "GET" ->
          now.map(one ->
                  new Answered(200, "application/json", one.text(), Map.of("etag", one.id())))
              .orElseGet(() -> refused(404, "ObjectNotFound"));
      case "PUT" -> {
        if (call.value("if-none-match").equals("*") && now.isPresent()) {
          yield refused(412, "IfNoneMatchFailed");
        }
        put(key, call.body());
        yield Answered.nothing(200);
      }
      case "DELETE" -> delete(call, key, now);
      default -> refused(405, "MethodNotAllowed");
    };
  }

  private Answered delete(Call call, String key, Optional<Version> now) {
    String version = call.parameter("versionId");
    if (!version.isEmpty()) {
      return versions.removeIf(one -> one.id().equals(version))
          ? Answered.nothing(204)
          : refused(404, "ObjectNotFound");
    }
    if (now.isEmpty()) {
      return refused(404, "ObjectNotFound");
    }
    String only = call.value("if-match");
    if (!only.isEmpty() && !only.equals(now.get().id())) {
      return refused(412, "IfMatchFailed");
    }
    // a mark, which is a version too
    put(key, "");
    return Answered.nothing(204);
  }

  @Override
  public synchronized Optional<String> state() {
    return live("terraform.tfstate").map(Version::text);
  }

  @Override
  public synchronized void put(String key, String text) {
    versions.add(new Version(key, "v" + ++count, text));
  }

  @Override
  public synchronized void lock(String note) {
    put(LOCK, note);
  }

  @Override
  public synchronized boolean isLocked() {
    return live(LOCK).isPresent();
  }

  @Override
  public synchronized void occupy(String name) {
    buckets.put(name, JSON.createObjectNode().put("name", name).put("compartmentId", "other"));
  }

  @Override
  public synchronized void forbid() {
    forbidden = true;
  }

  @Override
  public synchronized List<String> all() {
    var all = new ArrayList<>(buckets.keySet());
    versions.forEach(one -> all.add(one.key() + "#" + one.id()));
    return all;
  }

  @Override
  public synchronized List<String> faults() {
    var faults = new ArrayList<String>();
    buckets.forEach((_, bucket) -> {
      boolean closed = bucket.path("publicAccessType").asText().equals("NoPublicAccess");
      GoogleBuckets.fault(faults, closed, "public");
      boolean kept = bucket.path("versioning").asText().equals("Enabled");
      GoogleBuckets.fault(faults, kept, "one version");
    });
    return faults;
  }

  private static Answered refused(int status, String code) {
    return Answered.json(
        status, JSON.createObjectNode().put("code", code).put("message", "canary").toString());
  }
}
