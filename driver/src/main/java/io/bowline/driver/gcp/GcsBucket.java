package io.bowline.driver.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.driver.rest.Ask;
import io.bowline.driver.rest.Parcel;
import io.bowline.driver.state.CloudRefusal;
import io.bowline.driver.state.HeldLock;
import io.bowline.driver.state.StateStore;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A bucket of Cloud Storage: access by roles alone, never public, every version kept. Names are
/// everybody's, so that it is looked at each time whose project it belongs to.
final class GcsBucket implements StateStore {
  // as Terraform's gcs backend names them without a prefix
  private static final String LOCK = "default.tflock";
  private static final int MOST_PAGES = 10_000;

  private final GcpHome home;
  private final String name;
  private final String region;

  GcsBucket(GcpHome home, String name, String region) {
    this.home = home;
    this.name = name;
    this.region = region;
  }

  @Override
  public boolean exists() {
    Parcel.Got got =
        asked("found", home.at("GET", bucket() + "?fields=projectNumber,location"), 404);
    if (got.status() == 404) {
      return false;
    }
    if (!got.json().path("projectNumber").asText().equals(home.number())) {
      throw new CloudRefusal(
          "bucket-foreign",
          "The bucket %s is there, and belongs to another project. Tell the operator of this control plane."
              .formatted(name),
          false);
    }
    if (!got.json().path("location").asText().equalsIgnoreCase(region)) {
      throw new CloudRefusal(
          "bucket-elsewhere",
          "The bucket %s is in another region than %s.".formatted(name, region),
          false);
    }
    return true;
  }

  @Override
  public boolean ensure() {
    if (exists()) {
      asked("set up", json(home.at("PATCH", bucket()), terms()));
      return false;
    }
    ObjectNode wanted = terms().put("name", name).put("location", region);
    asked("made", json(home.at("POST", "/storage/v1/b?project=" + home.project()), wanted), 409);
    // somebody else may have been first, even another attempt of ours
    if (!exists()) {
      throw refused("made", 404);
    }
    return true;
  }

  private static ObjectNode terms() {
    ObjectNode terms = JsonNodeFactory.instance.objectNode();
    ObjectNode access =
        terms.putObject("iamConfiguration").put("publicAccessPrevention", "enforced");
    access.putObject("uniformBucketLevelAccess").put("enabled", true);
    terms.putObject("versioning").put("enabled", true);
    // versions are kept; what is removed with the bucket is gone
    terms.putObject("softDeletePolicy").put("retentionDurationSeconds", "0");
    return terms;
  }

  @Override
  public Optional<HeldLock> lock() {
    Parcel.Got about = asked("read", home.at("GET", object(LOCK) + "?fields=generation"), 404);
    if (about.status() == 404) {
      return Optional.empty();
    }
    String generation = number(about.json().path("generation"));
    Parcel.Got text =
        asked("read", home.at("GET", object(LOCK) + "?alt=media&generation=" + generation), 404);
    return text.status() == 404
        ? Optional.empty()
        : Optional.of(
            HeldLock.read(
                generation,
                text.body(),
                "delete the object %s in the bucket %s".formatted(LOCK, name)));
  }

  @Override
  public void free(HeldLock lock) {
    asked(
        "written",
        home.at("DELETE", object(LOCK) + "?ifGenerationMatch=" + lock.version()),
        404,
        412);
  }

  @Override
  public void remove() {
    if (!exists()) {
      return;
    }
    String page = "";
    for (int pages = 0; pages < MOST_PAGES; pages++) {
      String fields = "?versions=true&fields=nextPageToken,items(name,generation)";
      JsonNode listed = asked("listed", home.at("GET", bucket() + "/o" + fields + page)).json();
      for (JsonNode one : listed.path("items")) {
        String version = "?generation=" + number(one.path("generation"));
        asked("emptied", home.at("DELETE", object(one.path("name").asText()) + version), 404);
      }
      String next = listed.path("nextPageToken").asText("");
      if (next.isEmpty()) {
        asked("removed", home.at("DELETE", bucket()), 404);
        return;
      }
      page = "&pageToken=" + encoded(next);
    }
    throw refused("emptied", 409);
  }

  private String bucket() {
    return "/storage/v1/b/" + name;
  }

  private String object(String key) {
    return bucket() + "/o/" + encoded(key);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// It goes into an address, so that nothing but a number may be one.
  private static String number(JsonNode generation) {
    String text = generation.asText();
    if (!text.matches("[0-9]{1,20}")) {
      throw CloudRefusal.silent("Google Cloud answered in a way that tells nothing. Try again.");
    }
    return text;
  }

  private static Ask json(Ask ask, JsonNode body) {
    return new Ask(ask.method(), ask.address(), ask.headers(), body.toString())
        .with("Content-Type", "application/json");
  }

  /// @param also statuses beside the good ones that are no refusal here
  private Parcel.Got asked(String what, Ask ask, int... also) {
    return switch (home.asks(ask)) {
      case Parcel.Lost(var why) -> throw CloudRefusal.silent(why.of(GcpSignIn.GOOGLE));
      case Parcel.Got got when got.good() -> got;
      case Parcel.Got got -> {
        for (int fine : also) {
          if (got.status() == fine) {
            yield got;
          }
        }
        throw refused(what, got.status());
      }
    };
  }

  private CloudRefusal refused(String what, int status) {
    return status == 401 || status == 403
        ? new CloudRefusal(
            "bucket-forbidden",
            "The bucket %s cannot be %s: the service account may not, or it is another project's. Update the role from the permission document."
                .formatted(name, what),
            false)
        : new CloudRefusal(
            "bucket",
            "The bucket %s cannot be %s (Google Cloud says %d). Try again."
                .formatted(name, what, status),
            true);
  }
}
