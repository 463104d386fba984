package io.bowline.registry.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.Limits;
import io.bowline.registry.Registry;
import io.bowline.registry.contract.OciClient;
import io.bowline.registry.http.RegistryServer;
import io.bowline.registry.platform.RandomNames;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two processes serve one bucket, and one of them is killed in the middle of an upload.
@Tag("real")
@RequiresPart("versitygw")
class KilledServerTest {
  private static final int PART = ObjectStore.PART;
  @TempDir private Path folder;

  /// Serves a bucket until it is killed.
  ///
  /// @param args endpoint, file with credentials
  public static void main(String[] args) throws IOException {
    BucketSettings settings = ObjectStore.settings(URI.create(args[0]), Path.of(args[1]));
    RegistryServer server = serve(settings, InstantSource.system());
    System.out.println(server.address());
    System.out.flush();
    System.in.transferTo(OutputStream.nullOutputStream());
  }

  private static RegistryServer serve(BucketSettings settings, InstantSource clock)
      throws IOException {
    S3Storage storage = S3Storage.open(settings, new RandomNames(), clock);
    return RegistryServer.start(
        new Registry(storage, Limits.USUAL), RegistryServer.Settings.loopback());
  }

  @Test
  void anUploadGoesOnAtTheOtherProcessAndNoHalfBlobIsEverSeen() throws Exception {
    byte[] blob = new byte[3 * PART + 1_000];
    new Random(1).nextBytes(blob);
    Digest digest = Digest.of(blob);
    try (ObjectStore store = ObjectStore.start(folder)) {
      Process victim = child(store);
      URI address = URI.create(firstLine(victim.getInputStream()));
      OciClient first = new OciClient(address);
      String upload = first.begin("acme/app");
      assertThat(patch(first, upload, blob, 0, 1_000).statusCode()).isEqualTo(202);
      try (Socket broken = new Socket(address.getHost(), address.getPort())) {
        OutputStream out = broken.getOutputStream();
        String head =
            "PATCH %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nContent-Range: 1000-%d\r\n\r\n"
                .formatted(upload, blob.length - 1_000, blob.length - 1);
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(blob, 1_000, 2 * PART);
        out.flush();
        victim.destroyForcibly();
        victim.waitFor();
      }
      // by this one's clock the dead one's hold is over
      InstantSource later = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(2));
      try (RegistryServer other = serve(store.settings(), later)) {
        OciClient second = new OciClient(other.address());
        assertThat(second.send("GET", "/v2/acme/app/blobs/" + digest).statusCode()).isEqualTo(404);
        HttpResponse<byte[]> status = second.send("GET", upload);
        assertThat(status.statusCode()).as(OciClient.text(status)).isEqualTo(204);
        int done = Integer.parseInt(OciClient.header(status, "Range").substring(2)) + 1;
        assertThat(done).isBetween(1_000, 1_000 + 2 * PART);
        assertThat(patch(second, upload, blob, done, blob.length).statusCode()).isEqualTo(202);
        assertThat(second.send("PUT", OciClient.with(upload, "digest=" + digest)).statusCode())
            .isEqualTo(201);
        assertThat(Arrays.equals(second.send("GET", "/v2/acme/app/blobs/" + digest).body(), blob))
            .isTrue();
      }
      try (S3Storage storage = S3Storage.open(store.settings(), new RandomNames(), later);
          Bucket bucket = Connection.to(store.settings())) {
        storage.forgetUntouchedSince(Instant.MAX);
        assertThat(bucket.uploadsBelow("")).isEmpty();
        assertThat(store.objects(store.settings()))
            .as("layout, data, content, holder, link")
            .isEqualTo(5);
      }
    }
  }

  private static HttpResponse<byte[]> patch(
      OciClient client, String upload, byte[] blob, int from, int to) {
    return client.send(
        "PATCH",
        upload,
        Arrays.copyOfRange(blob, from, to),
        "Content-Range",
        from + "-" + (to - 1));
  }

  private Process child(ObjectStore store) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            KilledServerTest.class.getName(),
            store.settings().endpoint().map(URI::toString).orElseThrow(),
            store.settings().credentials().map(Path::toString).orElseThrow());
    Path errors = Files.createTempFile(folder, "child", ".err");
    return new ProcessBuilder(command).redirectError(errors.toFile()).start();
  }

  private static String firstLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString();
  }
}
