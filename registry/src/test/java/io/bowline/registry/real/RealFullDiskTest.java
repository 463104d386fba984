package io.bowline.registry.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.contract.Manifests;
import io.bowline.registry.contract.OciClient;
import io.bowline.registry.http.RegistryServer;
import io.bowline.testkit.process.SmallMount;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A registry on a file system that is really full: it says so, shows nothing of what it could not
/// keep, and goes on when there is room.
@Tag("real")
@Timeout(180)
class RealFullDiskTest {
  @TempDir private Path folder;
  private SmallMount disk;
  private RegistryServer server;
  private OciClient client;

  @BeforeEach
  void mount() throws IOException {
    disk = SmallMount.at(folder, 8);
    server = RegistryServer.start(folder.resolve("registry"), RegistryServer.Settings.loopback());
    client = new OciClient(server.address());
  }

  @AfterEach
  void unmount() {
    if (server != null) {
      server.close();
    }
    if (disk != null) {
      disk.close();
    }
  }

  private static void assertFull(HttpResponse<byte[]> response, String about) {
    assertThat(response.statusCode()).as(OciClient.text(response)).isEqualTo(507);
    assertThat(OciClient.code(response)).isEqualTo("UNAVAILABLE");
    assertThat(OciClient.json(response).path("errors").path(0).path("message").asText())
        .contains("no room left", about, "operator");
  }

  @Test
  void anUploadThatFillsTheDiskGoesOnWhenThereIsRoom() throws IOException {
    byte[] blob = new byte[6 << 20];
    new Random(1).nextBytes(blob);
    Digest digest = Digest.of(blob);
    disk.fillBut(4 << 20);
    String upload = client.begin("full");
    assertFull(client.send("PATCH", upload, blob), "full:");
    assertThat(client.send("GET", "/v2/full/blobs/" + digest).statusCode()).isEqualTo(404);
    HttpResponse<byte[]> status = client.send("GET", upload);
    assertThat(status.statusCode()).isEqualTo(204);
    String range = OciClient.header(status, "Range");
    int next = Integer.parseInt(range.substring(2)) + 1;
    assertThat(next).isBetween(1 << 20, blob.length - 1);

    disk.relent();
    HttpResponse<byte[]> put =
        client.send(
            "PUT",
            OciClient.with(upload, "digest=" + digest),
            Arrays.copyOfRange(blob, next, blob.length),
            "Content-Range",
            next + "-" + (blob.length - 1));
    assertThat(put.statusCode()).as(OciClient.text(put)).isEqualTo(201);
    assertThat(client.send("GET", "/v2/full/blobs/" + digest).body()).isEqualTo(blob);
  }

  @Test
  void onAFullDiskNothingIsBegunOrKeptAndAllThatWasThereIsRead() throws IOException {
    Digest config = client.pushBlob("full", Manifests.EMPTY);
    Manifests.Text kept = Manifests.image(config);
    client.pushManifest("full", "kept", kept);
    disk.fill();
    byte[] blob = new byte[1 << 20];
    Digest digest = Digest.of(blob);
    assertFull(
        client.send("POST", "/v2/full/blobs/uploads/?digest=" + digest, blob), "full@" + digest);
    Manifests.Text more = Manifests.artifact(config, "\"annotations\": {\"a\": \"b\"},");
    assertFull(
        client.send(
            "PUT", "/v2/full/manifests/more", more.bytes(), "Content-Type", more.mediaType()),
        "full:more:");
    for (String path :
        new String[] {"blobs/" + digest, "manifests/more", "manifests/" + more.digest()}) {
      assertThat(client.send("GET", "/v2/full/" + path).statusCode()).isEqualTo(404);
    }
    assertThat(client.send("GET", "/v2/full/manifests/kept").body()).isEqualTo(kept.bytes());

    disk.relent();
    client.pushBlob("full", blob);
    client.pushManifest("full", "more", more);
  }
}
