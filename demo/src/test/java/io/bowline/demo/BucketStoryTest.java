package io.bowline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.demo.process.Processes;
import io.bowline.model.artifact.Digest;
import io.bowline.registry.http.RegistryServer;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.RegistryClient;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole story with artifacts in a bucket: the runner is sent to the store for each large blob,
/// by an address at which the control plane itself does not reach it, and on a way that breaks.
@Tag("nightly")
@RequiresPart("versitygw")
class BucketStoryTest {
  private static final Path ROOT =
      Path.of(System.getProperty("bowline.root", "..")).toAbsolutePath().normalize();
  private static final int LAYER = 3 << 20;
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  @TempDir Path folder;

  @Test
  void one_release_travels_through_a_store_to_which_the_way_breaks_off_in_the_middle()
      throws Exception {
    var loopback = RegistryServer.Settings.loopback();
    try (var store = ObjectStoreProcess.start(folder.resolve("store"));
        var way = BreakingWay.to(store.port(), List.of(0, 0, LAYER / 2));
        var authors = RegistryServer.start(folder.resolve("authors"), loopback);
        var processes = new Processes(folder, false)) {
      String image = image(authors);
      Path java = Path.of(System.getProperty("java.home"), "bin", "java");
      var product =
          new Product(
              ROOT, java, folder, Ports.choose(), processes, Optional.empty(), beside(store, way));
      var options =
          new Options(
              true,
              true,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(image),
              Optional.empty());
      var silent = new Screen(new PrintStream(OutputStream.nullOutputStream()), false, Story.STEPS);
      // each step throws when its evidence is not there
      new Story(options, product, ROOT.resolve("samples/streaming"), silent).tell();

      assertThat(way.breaksLeft()).as("breaks on the way that nobody met").isZero();
      assertThat(way.carried()).as("bytes from the store to the runner").isGreaterThan(LAYER);
      assertThat(store.log()).as("the store's own log").contains("X-Amz-Signature=");
      assertThat(logsThatHold(product.logs(), "X-Amz-", "Signature=")).isEmpty();
    }
  }

  private static Product.Beside beside(ObjectStoreProcess store, BreakingWay way) {
    String bucket = "--artifacts.s3.";
    return new Product.Beside(
        store.trust(),
        List.of(
            "--artifacts.storage=s3",
            bucket + "bucket=" + ObjectStoreProcess.BUCKET,
            bucket + "endpoint=https://localhost:" + store.port(),
            bucket + "path-style=true",
            bucket + "credentials-file=" + store.credentials(),
            bucket + "redirect=true",
            bucket + "redirect-endpoint=https://127.0.0.1:" + way.port()));
  }

  /// An image whose layer is large enough to be sent on.
  private static String image(RegistryServer authors) throws IOException {
    var client =
        new RegistryClient(HttpClient.newHttpClient(), authors.address(), new Login.Anonymous());
    byte[] config =
        "{\"architecture\":\"amd64\",\"os\":\"linux\"}".getBytes(StandardCharsets.UTF_8);
    byte[] layer = new byte[LAYER];
    new Random(1).nextBytes(layer);
    client.putBlob("acme/large", config);
    client.putBlob("acme/large", layer);
    byte[] manifest =
        """
        {"schemaVersion": 2, "mediaType": "%s",
         "config": {"mediaType": "application/vnd.oci.image.config.v1+json",
                    "digest": "%s", "size": %d},
         "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip",
                     "digest": "%s", "size": %d}]}
        """
            .formatted(MANIFEST, Digest.of(config), config.length, Digest.of(layer), layer.length)
            .getBytes(StandardCharsets.UTF_8);
    client.putManifest("acme/large", "1", MANIFEST, manifest);
    return authors.address().getAuthority() + "/acme/large:1";
  }

  private static List<Path> logsThatHold(Path logs, String... words) throws IOException {
    try (Stream<Path> all = Files.walk(logs)) {
      return all.filter(Files::isRegularFile).filter(log -> holds(log, words)).toList();
    }
  }

  private static boolean holds(Path log, String... words) {
    try {
      String text = Files.readString(log, StandardCharsets.ISO_8859_1);
      return Stream.of(words).anyMatch(text::contains);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
