package io.bowline.runner.step.image.login;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.http.Callers;
import io.bowline.registry.http.RegistryServer;
import io.bowline.runner.step.image.CopyResult;
import io.bowline.runner.step.image.ImageCopy;
import io.bowline.runner.step.image.ImageTransfer;
import io.bowline.runner.step.image.RegistryAccess;
import io.bowline.runner.step.image.TransferTerms;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// An open registry with one image, and one that looks at who comes.
final class TwoRegistries implements AutoCloseable {
  private static final TransferTerms TERMS =
      new TransferTerms(
          4, 4, 6, 1 << 20, Duration.ofSeconds(60), Duration.ofMillis(1), Duration.ofSeconds(2));
  private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";

  private final HttpClient client = HttpClient.newHttpClient();
  private final RegistryServer source;
  private final RegistryServer target;
  private final Digest image;

  TwoRegistries(Path folder, Callers callers) throws Exception {
    source = RegistryServer.start(folder.resolve("source"), RegistryServer.Settings.loopback());
    target =
        RegistryServer.start(
            folder.resolve("target"), RegistryServer.Settings.loopback().admitting(callers));
    byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
    Digest digest = Digest.of(config);
    put("blobs/uploads/?digest=" + digest, "POST", "application/octet-stream", config);
    byte[] manifest =
        """
        {"schemaVersion": 2, "mediaType": "%s", "layers": [],
         "config": {"mediaType": "application/vnd.oci.image.config.v1+json",
                    "digest": "%s", "size": 2}}
        """
            .formatted(TYPE, digest)
            .getBytes(StandardCharsets.UTF_8);
    image = Digest.of(manifest);
    put("manifests/" + image, "PUT", TYPE, manifest);
  }

  private void put(String path, String method, String type, byte[] body) throws Exception {
    URI address = source.address().resolve("/v2/acme/broker/" + path);
    var request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    int status = client.send(request.build(), BodyHandlers.discarding()).statusCode();
    if (status != 201) {
      throw new IllegalStateException(address + " answered " + status);
    }
  }

  /// Copies the image; says why it could not be.
  Optional<String> copy(Login login) throws InterruptedException {
    var from = new RegistryAccess(source.address(), client, Optional.empty());
    var to = new RegistryAccess(target.address(), client, Optional.of(login));
    var copies = List.of(ImageCopy.pinned("acme/broker", image, "mirror/broker"));
    return new ImageTransfer(from, to, TERMS, new Random(1), Clock.systemUTC())
        .copy(copies, _ -> {}).results().stream()
            .filter(CopyResult.Failed.class::isInstance)
            .map(failed -> ((CopyResult.Failed) failed).reason())
            .findFirst();
  }

  @Override
  public void close() {
    source.close();
    target.close();
  }
}
