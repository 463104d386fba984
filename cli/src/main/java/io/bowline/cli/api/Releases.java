package io.bowline.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.print.Format;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds a release by the version or the digest that a person types.
public final class Releases {
  private static final String RELEASE = "release";
  private static final int MOST = 10_000;

  private Releases() {}

  /// The digest of a release of a product.
  public static String digest(Api api, String product, String release) {
    if (release.startsWith("sha256:")) {
      return release;
    }
    if (product.isEmpty()) {
      throw new CliFailure(Exit.USAGE, "a version needs --product to say whose it is");
    }
    for (JsonNode known : open(api, Map.of("product", product))) {
      if (known.path("version").asText().equals(release)
          && known.path("product").asText().equals(product)) {
        return known.path("digest").asText();
      }
    }
    throw new CliFailure(
        Exit.NOT_FOUND, "the server knows no " + product + " " + release + "; publish it first");
  }

  /// The same things with the versions of their releases in place of the digests, where people
  /// read.
  public static List<JsonNode> named(Api api, Printer printer, List<JsonNode> items) {
    if (printer.format() != Format.table || items.stream().allMatch(Releases::hasNone)) {
      return items;
    }
    Map<String, String> versions = versions(api);
    List<JsonNode> named = new ArrayList<>();
    for (JsonNode item : items) {
      ObjectNode copy = item.deepCopy();
      String digest = item.path(RELEASE).asText("");
      if (versions.containsKey(digest)) {
        copy.put(RELEASE, versions.get(digest) + " (" + digest + ")");
      }
      named.add(copy);
    }
    return named;
  }

  private static Map<String, String> versions(Api api) {
    Map<String, String> versions = new HashMap<>();
    try {
      for (JsonNode known : open(api, Map.of())) {
        versions.put(known.path("digest").asText(), known.path("version").asText());
      }
    } catch (CliFailure e) {
      // this token may see the thing and not the catalogue: the digest is shown
      return Map.of();
    }
    return versions;
  }

  /// All of the vendor's to its staff, to others those that their organization is entitled to.
  private static List<JsonNode> open(Api api, Map<String, String> query) {
    try {
      return api.list("releases", query, MOST);
    } catch (CliFailure e) {
      if (e.exit() != Exit.NOT_ALLOWED) {
        throw e;
      }
      return api.list(api.tenant("releases"), query, MOST);
    }
  }

  private static boolean hasNone(JsonNode item) {
    return item.path(RELEASE).asText("").isEmpty();
  }
}
