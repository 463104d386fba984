package io.bowline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import java.util.Map;

/// Finds a release by the version or the digest that a person types.
final class Releases {
  private Releases() {}

  static String digest(Api api, String product, String release) {
    if (release.startsWith("sha256:")) {
      return release;
    }
    if (product.isEmpty()) {
      throw new CliFailure(Exit.USAGE, "a version needs --product to say whose it is");
    }
    for (JsonNode known : api.list("releases", Map.of("product", product), 10_000)) {
      if (known.path("version").asText().equals(release)
          && known.path("product").asText().equals(product)) {
        return known.path("digest").asText();
      }
    }
    throw new CliFailure(
        Exit.NOT_FOUND, "the server knows no " + product + " " + release + "; publish it first");
  }
}
