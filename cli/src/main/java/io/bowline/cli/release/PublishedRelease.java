package io.bowline.cli.release;

import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.model.artifact.Digest;
import io.bowline.release.publish.Pulled;
import io.bowline.release.publish.ReleaseStore;
import java.io.IOException;
import picocli.CommandLine.Parameters;

/// A release in a registry, as the command line names it.
final class PublishedRelease {
  @Parameters(index = "0", paramLabel = "PRODUCT", description = "Product, e.g. acme/streaming.")
  private String product = "";

  @Parameters(index = "1", paramLabel = "RELEASE", description = "Version or digest.")
  private String release = "";

  /// For the command line's own parser to fill in.
  PublishedRelease() {}

  PublishedRelease(String product, String release) {
    this.product = product;
    this.release = release;
  }

  String product() {
    return product;
  }

  Pulled pull(ReleaseStore store) throws IOException {
    return store.pull(digest(store));
  }

  Digest digest(ReleaseStore store) throws IOException {
    if (release.contains(":")) {
      try {
        return Digest.parse(release);
      } catch (IllegalArgumentException e) {
        throw new CliFailure(Exit.USAGE, "'" + release + "': " + e.getMessage());
      }
    }
    return store
        .find(release)
        .orElseThrow(
            () -> new CliFailure(Exit.NOT_FOUND, "the registry has no " + product + " " + release));
  }
}
