package io.bowline.driver.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.driver.rest.Parcel;
import io.bowline.driver.state.CloudRefusal;
import io.bowline.driver.state.HeldLock;
import io.bowline.driver.state.RecordStore;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// A bucket of Object Storage: nothing public, every version kept. Terraform has no backend for it
/// before 1.12 and OpenTofu none, so that the state and its lock are read and written here, as two
/// objects; conditions on them are what makes the lock one.
final class ObjectBucket implements RecordStore {
  private static final String STATE = "terraform.tfstate";
  private static final String LOCK = STATE + ".lock";
  private static final int MOST_PAGES = 10_000;

  private final OracleHome home;
  private final String name;

  ObjectBucket(OracleHome home, String name) {
    this.home = home;
    this.name = name;
  }

  @Override
  public boolean exists() {
    Parcel.Got got = asked("found", "GET", bucket(), Map.of(), "", 404);
    if (got.status() == 404) {
      if (!code(got).equals("BucketNotFound")) {
        throw refused("found", got);
      }
      return false;
    }
    if (!got.json().path("compartmentId").asText().equals(home.compartment())) {
      throw new CloudRefusal(
          "bucket-elsewhere",
          "The bucket %s is in another compartment than the fleet's.".formatted(name),
          false);
    }
    return true;
  }

  @Override
  public boolean ensure() {
    if (exists()) {
      asked("set up", "POST", bucket(), Map.of(), terms().toString());
      return false;
    }
    ObjectNode wanted = terms().put("name", name).put("compartmentId", home.compartment());
    wanted.put("storageTier", "Standard");
    asked("made", "POST", "/b", Map.of(), wanted.toString(), 409);
    return true;
  }

  private static ObjectNode terms() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("publicAccessType", "NoPublicAccess")
        .put("versioning", "Enabled");
  }

  @Override
  public Optional<String> read() {
    Parcel.Got got = asked("read", "GET", object(STATE), Map.of(), "", 404);
    return got.status() == 404 ? Optional.empty() : Optional.of(got.body());
  }

  @Override
  public void write(String note, String state) {
    asked("written", "PUT", object(STATE), Map.of(), state);
  }

  @Override
  public boolean take(String note) {
    Parcel.Got got = asked("written", "PUT", object(LOCK), Map.of("if-none-match", "*"), note, 412);
    // an answer that was lost is no reason to wait for oneself
    return got.good() || held().filter(now -> now.equals(note)).isPresent();
  }

  @Override
  public Optional<String> held() {
    Parcel.Got got = asked("read", "GET", object(LOCK), Map.of(), "", 404);
    return got.status() == 404 ? Optional.empty() : Optional.of(got.body());
  }

  @Override
  public Optional<HeldLock> lock() {
    Parcel.Got got = asked("read", "GET", object(LOCK), Map.of(), "", 404);
    return got.status() == 404
        ? Optional.empty()
        : Optional.of(
            HeldLock.read(
                got.header("etag").orElse(""),
                got.body(),
                "delete the object %s in the bucket %s".formatted(LOCK, name)));
  }

  @Override
  public void free(HeldLock lock) {
    asked("written", "DELETE", object(LOCK), Map.of("if-match", lock.version()), "", 404, 412);
  }

  @Override
  public void remove() {
    if (!exists()) {
      return;
    }
    String page = "";
    for (int pages = 0; pages < MOST_PAGES; pages++) {
      Parcel.Got listed =
          asked("listed", "GET", bucket() + "/objectversions?limit=1000" + page, Map.of(), "");
      for (JsonNode one : listed.json().path("items")) {
        String version = "?versionId=" + encoded(one.path("versionId").asText());
        String object = object(one.path("name").asText());
        asked("emptied", "DELETE", object + version, Map.of(), "", 404);
      }
      String next = listed.header("opc-next-page").orElse("");
      if (next.isEmpty()) {
        asked("removed", "DELETE", bucket(), Map.of(), "", 404);
        return;
      }
      page = "&page=" + encoded(next);
    }
    throw CloudRefusal.silent("The bucket " + name + " does not get empty. Retry.");
  }

  private String bucket() {
    return "/b/" + name;
  }

  private String object(String key) {
    return bucket() + "/o/" + encoded(key);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String code(Parcel.Got got) {
    return got.json().path("code").asText("");
  }

  private Parcel.Got asked(
      String what,
      String method,
      String path,
      Map<String, String> headers,
      String body,
      int... also) {
    return switch (home.stores(method, path, headers, body)) {
      case Parcel.Lost(var why) -> throw CloudRefusal.silent(why.of(OracleSession.ORACLE));
      case Parcel.Got got when got.good() -> got;
      case Parcel.Got got -> {
        for (int fine : also) {
          if (got.status() == fine) {
            yield got;
          }
        }
        throw refused(what, got);
      }
    };
  }

  private CloudRefusal refused(String what, Parcel.Got got) {
    return switch (got.status()) {
      case 401, 403, 404 ->
          new CloudRefusal(
              "bucket-forbidden",
              "The bucket %s cannot be %s: the user may not, or it is not there; Oracle's cloud does not say which. Compare the statements of the policy with the permission document."
                  .formatted(name, what),
              false);
      default ->
          new CloudRefusal(
              "bucket",
              "The bucket %s cannot be %s (Oracle's cloud says %d). Try again."
                  .formatted(name, what, got.status()),
              true);
    };
  }
}
