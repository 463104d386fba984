package io.bowline.registry.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.registry.Limits;
import io.bowline.registry.Registry;
import io.bowline.registry.exchange.Exchange;
import io.bowline.registry.http.Callers;
import io.bowline.registry.http.RegistryServer;
import io.bowline.registry.http.SelfSigned;
import io.bowline.registry.s3.BucketSettings;
import io.bowline.registry.s3.ObjectStore;
import io.bowline.registry.s3.S3Storage;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ordinary clients, unaided, against a registry that sends them to its bucket for every blob.
@Tag("real")
@RequiresPart("versitygw")
class RedirectedClientsTest {
  private static final String PASSWORD = "correct horse";
  @TempDir private Path home;

  /// What a client does with a registry.
  private interface Visit {
    void to(String authority) throws IOException, InterruptedException;
  }

  @Test
  @RequiresPart("skopeo")
  void skopeoPushesAndPullsAnImageThroughRedirects() throws IOException, InterruptedException {
    Tool tool = new Tool(home);
    OciLayout image = OciLayout.write(home.resolve("image"), 300_000);
    serving(
        Optional.of(SelfSigned.in(home).server()),
        authority -> {
          tool.runWith(
              PASSWORD,
              "skopeo",
              "login",
              "--tls-verify=false",
              "--username=pusher",
              "--password-stdin",
              authority);
          String there = "docker://" + authority + "/team/app:v1";
          tool.skopeoCopy("oci:" + image.folder() + ":v1", there);
          tool.skopeoCopy(there, "oci:" + home.resolve("back") + ":v1");
        });
    assertThat(home.resolve("back/blobs/sha256/" + image.index().hex())).exists();
  }

  @Test
  @RequiresPart("oras")
  void orasPushesAndPullsAnArtifactThroughRedirects() throws IOException, InterruptedException {
    Tool tool = new Tool(home);
    Files.writeString(home.resolve("release.json"), "{\"name\": \"" + "x".repeat(5_000) + "\"}");
    serving(
        Optional.empty(),
        authority -> {
          tool.runWith(
              PASSWORD,
              "oras",
              "login",
              "--plain-http",
              "--username=pusher",
              "--password-stdin",
              authority);
          String there = authority + "/releases/streams:1.0.0";
          tool.run(
              "oras",
              "push",
              "--plain-http",
              "--artifact-type=application/vnd.example.release",
              there,
              "release.json:application/json");
          tool.run("oras", "pull", "--plain-http", "--output=pulled", there);
        });
    assertThat(home.resolve("pulled/release.json"))
        .hasSameBinaryContentAs(home.resolve("release.json"));
  }

  private void serving(Optional<X509KeyManager> tls, Visit visit)
      throws IOException, InterruptedException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var settings =
        new RegistryServer.Settings(
            anyPort, tls, Callers.basic("pusher", PASSWORD), Exchange.PATIENCE);
    try (ObjectStore store = ObjectStore.start(home.resolve("store"));
        S3Storage storage =
            ObjectStore.open(
                store.redirecting(
                    new BucketSettings.Redirects(1_000, Duration.ofMinutes(5), Optional.empty())));
        RegistryServer server =
            RegistryServer.start(new Registry(storage, Limits.USUAL), settings)) {
      visit.to(server.authority());
      assertThat(server.log().entries())
          .anyMatch(entry -> entry.status() == 307 && entry.path().contains("/blobs/sha256:"));
    }
  }
}
