package io.bowline.runner.plan;

import io.bowline.model.artifact.Digest;
import io.bowline.model.artifact.ImageReference;
import io.bowline.registry.http.RegistryServer;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.RegistryClient;
import io.bowline.runner.plan.PlanStory.Place;
import io.bowline.runner.step.image.CopyResult;
import io.bowline.runner.step.image.CustomerRegistry;
import io.bowline.runner.step.image.ImageCopy;
import io.bowline.runner.step.image.ImageTransfer;
import io.bowline.runner.step.image.RegistryAccess;
import io.bowline.runner.step.image.TransferTerms;
import io.bowline.testkit.Parts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A real cluster and its registry, which others use too, beside a vendor's registry of its own.
record RealPlace(RegistryServer vendor) implements AutoCloseable {
  private static final ImageReference IMAGE = ImageReference.parse("127.0.0.1:5000/busybox:1");

  static RealPlace start(Path home) throws IOException {
    return new RealPlace(
        RegistryServer.start(home.resolve("vendor"), RegistryServer.Settings.loopback()));
  }

  /// With the sample's image at the vendor's, and nothing of an earlier place at the customer's.
  Place place() throws IOException {
    URI base = URI.create("http://" + IMAGE.registry());
    HttpClient http = HttpClient.newHttpClient();
    var customers = new RegistryAccess(base, http, Optional.empty());
    var vendors =
        new RegistryAccess(URI.create("http://" + vendor.authority()), http, Optional.empty());
    Digest digest =
        new RegistryClient(http, base, new Login.Anonymous())
            .digest(IMAGE.repository(), IMAGE.tag().orElseThrow())
            .orElseThrow();
    copy(customers, vendors, digest);
    return new Place(
        Parts.here().require("kubeconfig"),
        vendors,
        new CustomerRegistry(
            customers, IMAGE.registry(), "customer-" + Long.toString(System.nanoTime(), 36)),
        digest);
  }

  private static void copy(RegistryAccess from, RegistryAccess to, Digest digest)
      throws IOException {
    var transfer =
        new ImageTransfer(from, to, TransferTerms.usual(), new Random(1), Clock.systemUTC());
    try {
      var report =
          transfer.copy(
              List.of(
                  new ImageCopy(
                      IMAGE.repository(), digest.toString(), "acme/sample", Optional.of("1.0"))),
              _ -> {});
      for (CopyResult result : report.results()) {
        if (result instanceof CopyResult.Failed failed) {
          throw new IOException(failed.reason());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    vendor.close();
  }
}
