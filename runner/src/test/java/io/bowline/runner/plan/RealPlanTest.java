package io.bowline.runner.plan;

import io.bowline.model.artifact.Digest;
import io.bowline.model.artifact.ImageReference;
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
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/// The story on a real cluster with a kubelet, Debian's registry and real Terraform.
@Tag("real")
@RequiresPart({"kubeconfig", "terraform"})
final class RealPlanTest extends PlanContract {
  private static final ImageReference IMAGE = ImageReference.parse("127.0.0.1:5000/busybox:1");

  @Override
  Place place() throws IOException {
    return realPlace();
  }

  static Place realPlace() throws IOException {
    URI base = URI.create("http://" + IMAGE.registry());
    HttpClient http = HttpClient.newHttpClient();
    var access = new RegistryAccess(base, http, Optional.empty());
    Digest digest =
        new RegistryClient(http, base, new Login.Anonymous())
            .digest(IMAGE.repository(), IMAGE.tag().orElseThrow())
            .orElseThrow();
    copy(access, digest);
    return new Place(
        Parts.here().require("kubeconfig"),
        access,
        new CustomerRegistry(
            access, IMAGE.registry(), "customer-" + Long.toString(System.nanoTime(), 36)),
        digest);
  }

  private static void copy(RegistryAccess access, Digest digest) throws IOException {
    var transfer =
        new ImageTransfer(access, access, TransferTerms.usual(), new Random(1), Clock.systemUTC());
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
}
