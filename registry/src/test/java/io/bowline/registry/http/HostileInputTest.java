package io.bowline.registry.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.Limits;
import io.bowline.registry.Registry;
import io.bowline.registry.contract.Manifests;
import io.bowline.registry.contract.OciClient;
import io.bowline.registry.disk.LocalDisk;
import io.bowline.registry.disk.RegistryFolder;
import io.bowline.registry.platform.RandomNames;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileInputTest {
  @TempDir private Path outside;
  private Path folder;
  private RegistryServer server;
  private OciClient client;

  @BeforeEach
  void start() throws IOException {
    folder = Files.createDirectory(outside.resolve("registry"));
    Registry small =
        new Registry(
            RegistryFolder.open(new LocalDisk(), folder, new RandomNames()),
            new Limits(10_000, 100_000, 3, 2_000));
    server = RegistryServer.start(small, RegistryServer.Settings.loopback());
    client = new OciClient(server.address());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/../../etc/manifests/passwd",
        "/v2/%2e%2e/%2e%2e/manifests/v1",
        "/v2/a/..%2f..%2fb/manifests/v1",
        "/v2/a%2f..%2f..%2f..%2fb/tags/list",
        "/v2/_blobs/tags/list",
        "/v2/a/_uploads/tags/list",
        "/v2/UPPER/tags/list",
        "/v2/a//b/tags/list",
        "/v2/a%00b/tags/list",
        "/v2/a/-b/tags/list",
        "/v2/a%0d%0aX-Evil:1/tags/list",
        "/v2/caf%C3%A9/tags/list",
        "/v2/ok/manifests/..%2f..%2flayout",
        "/v2/ok/manifests/.hidden",
        "/v2/ok/manifests/sha256:..%2f..%2flayout",
        "/v2/ok/blobs/sha256:..%2f..%2f..%2flayout",
        "/v2/ok/blobs/..%2flayout",
        "/v2/ok/blobs/md5:d41d8cd98f00b204e9800998ecf8427e",
        "/v2/ok/blobs/sha256:ABCDEF",
        "/v2/ok/blobs/uploads/..%2f..%2flayout",
        "/v2/ok/blobs/uploads/../../../layout",
        "/v2/ok/referrers/..%2f..%2f",
        "/v2/_catalog",
        "/v2/ok",
        "/etc/passwd",
        "/"
      })
  void aPathThatIsNoAddressReadsAndWritesNothing(String path) throws IOException {
    for (String method : new String[] {"GET", "PUT", "PATCH", "DELETE", "POST", "HEAD"}) {
      String status = raw(method + " " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n");
      assertThat(status).as(method + " " + path).matches("HTTP/1.1 4\\d\\d .*");
    }
    assertThat(files(outside)).containsExactlyInAnyOrder("registry/layout");
  }

  @Test
  void namesAndPathsHaveALength() {
    String longest = "a".repeat(255);
    assertThat(client.send("GET", "/v2/" + longest + "/tags/list").statusCode()).isEqualTo(404);
    assertThat(client.send("GET", "/v2/" + longest + "a/tags/list").statusCode()).isEqualTo(400);
    assertThat(client.send("GET", "/v2/" + "a/".repeat(600) + "b/tags/list").statusCode())
        .isEqualTo(414);
    assertThat(client.send("GET", "/v2/a/tags/list?last=" + "x".repeat(9_000)).statusCode())
        .isEqualTo(414);
    assertThat(client.send("GET", "/v2/a/manifests/" + "t".repeat(129)).statusCode())
        .isEqualTo(404);
    assertThat(
            client.send("PUT", "/v2/a/manifests/" + "t".repeat(129), Manifests.EMPTY).statusCode())
        .isEqualTo(400);
  }

  @Test
  void hugeHeadersEndTheConnectionNotTheServer() throws IOException {
    StringBuilder request = new StringBuilder("GET /v2/ HTTP/1.1\r\nHost: x\r\n");
    for (int i = 0; i < 400; i++) {
      request.append("X-").append(i).append(": ").append("y".repeat(2_000)).append("\r\n");
    }
    assertThat(raw(request.toString())).doesNotContain(" 200 ");
    assertThat(client.send("GET", "/v2/").statusCode()).isEqualTo(200);
  }

  @Test
  void aBlobOverTheLimitIsRefusedAndLeavesNoBytes() throws IOException {
    byte[] large = new byte[100_001];
    Digest digest = Digest.of(large);
    assertThat(client.send("POST", "/v2/a/blobs/uploads/?digest=" + digest, large).statusCode())
        .isEqualTo(413);
    String upload = client.begin("a");
    assertThat(client.stream("PATCH", upload, large).statusCode()).isEqualTo(413);
    assertThat(client.send("GET", upload).statusCode()).isEqualTo(404);
    assertThat(sizes(folder)).isLessThan(100);
    client.pushBlob("a", new byte[100_000]);
  }

  @Test
  void aManifestOverTheLimitIsRefused() {
    byte[] large = ("{\"a\":\"" + "x".repeat(20_000) + "\"}").getBytes(UTF_8);
    assertThat(client.send("PUT", "/v2/a/manifests/v1", large).statusCode()).isEqualTo(413);
    assertThat(client.stream("PUT", "/v2/a/manifests/v1", large).statusCode()).isEqualTo(413);
  }

  @Test
  void aManifestOf100MegabytesIsRefusedByItsLength() throws IOException {
    String length = "Content-Length: 100000000";
    String request = "PUT /v2/a/manifests/v1 HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n";
    String answer = raw(request + length + "\r\n");
    assertThat(answer).startsWith("HTTP/1.1 413");
  }

  @Test
  void anEndlessBodyIsEndedAndLeavesNothing() throws IOException {
    String upload = client.begin("a");
    long sent = 0;
    try (Socket socket = new Socket(server.address().getHost(), server.address().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("PATCH " + upload + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
              .getBytes(ISO_8859_1));
      byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(ISO_8859_1);
      while (sent < 1_000_000_000) {
        out.write(chunk);
        sent += chunk.length;
      }
    } catch (java.net.SocketException closed) {
      assertThat(sent).isLessThan(1_000_000_000);
    }
    assertThat(sent).isLessThan(1_000_000_000);
    var after = client.send("GET", upload);
    while (after.statusCode() == 429) {
      after = client.send("GET", upload);
    }
    assertThat(after.statusCode()).isEqualTo(404);
    assertThat(sizes(folder)).isLessThan(100);
  }

  @Test
  void aTruncatedManifestIsNoManifest() throws IOException {
    try (Socket socket = new Socket(server.address().getHost(), server.address().getPort())) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write(
              "PUT /v2/a/manifests/v1 HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{}"
                  .getBytes(ISO_8859_1));
      socket.shutdownOutput();
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .doesNotContain(" 201 ");
    }
    assertThat(client.send("GET", "/v2/a/manifests/v1").statusCode()).isEqualTo(404);
  }

  @Test
  void anIndexOf10000EntriesIsKeptByteForByte(@TempDir Path usual) throws IOException {
    StringBuilder entries = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      entries
          .append(i == 0 ? "" : ",")
          .append("{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"size\":2,")
          .append("\"digest\":\"")
          .append(Digest.of(("" + i).getBytes(UTF_8)))
          .append("\"}");
    }
    String type = "application/vnd.oci.image.index.v1+json";
    byte[] index =
        ("{\"schemaVersion\":2,\"mediaType\":\"" + type + "\",\"manifests\":[" + entries + "]}")
            .getBytes(UTF_8);
    try (RegistryServer roomy = RegistryServer.start(usual, RegistryServer.Settings.loopback())) {
      OciClient its = new OciClient(roomy.address());
      var put = its.send("PUT", "/v2/a/manifests/all", index, "Content-Type", type);
      assertThat(put.statusCode()).isEqualTo(201);
      assertThat(its.send("GET", "/v2/a/manifests/all").body()).isEqualTo(index);
    }
  }

  @Test
  void indexesNestedTwentyDeepAreKeptByteForByte() {
    Digest config = client.pushBlob("a", Manifests.EMPTY);
    Manifests.Text outer = Manifests.image(config);
    client.pushManifest("a", outer.digest().toString(), outer);
    for (int i = 0; i < 20; i++) {
      outer = Manifests.index("", outer.digest());
      client.pushManifest("a", outer.digest().toString(), outer);
    }
    assertThat(client.send("GET", "/v2/a/manifests/" + outer.digest()).body())
        .isEqualTo(outer.bytes());
    assertThat(client.send("DELETE", "/v2/a/manifests/" + outer.digest()).statusCode())
        .isEqualTo(202);
  }

  @Test
  void aManifestMadeToHurtAParserIsRefused() {
    String deep = "{\"a\":" + "[".repeat(4_000) + "]".repeat(4_000) + "}";
    String twice = "{\"mediaType\":\"a/b\",\"mediaType\":\"c/d\"}";
    String number = "{\"a\":" + "9".repeat(5_000) + "}";
    for (String text : new String[] {deep, twice, number, "{} {}", ""}) {
      assertThat(client.send("PUT", "/v2/a/manifests/v1", text.getBytes(UTF_8)).statusCode())
          .as(text.substring(0, Math.min(30, text.length())))
          .isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=-", "bytes=a-b", "items=0-1", "bytes=0-1,3-4", "0-1", ""})
  void aRangeThatMakesNoSenseCountsAsNone(String range) {
    Digest digest = client.pushBlob("a", new byte[] {1, 2, 3, 4, 5, 6});
    var got = client.send("GET", "/v2/a/blobs/" + digest, "Range", range);
    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(got.body()).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=5-1", "bytes=6-", "bytes=99999999999-", "bytes=-0"})
  void aRangeBehindTheEndIsRefused(String range) {
    Digest digest = client.pushBlob("a", new byte[] {1, 2, 3, 4, 5, 6});
    var got = client.send("GET", "/v2/a/blobs/" + digest, "Range", range);
    assertThat(got.statusCode()).isEqualTo(416);
    assertThat(OciClient.header(got, "Content-Range")).isEqualTo("bytes */6");
  }

  @Test
  void aManifestThatRefersToItselfOrThroughManyIsJustListed() {
    Digest config = client.pushBlob("a", Manifests.EMPTY);
    Digest subject = Digest.of("ring".getBytes(UTF_8));
    for (int i = 0; i < 8; i++) {
      Manifests.Text text =
          Manifests.artifact(
              config, "\"annotations\": {\"i\": \"" + i + "\"}," + Manifests.subject(subject));
      client.pushManifest("a", text.digest().toString(), text);
    }
    int listed = 0;
    String next = "/v2/a/referrers/" + subject;
    while (!next.isEmpty()) {
      var page = client.send("GET", next);
      listed += OciClient.json(page).path("manifests").size();
      String link = page.headers().firstValue("Link").orElse("<>");
      next = link.substring(1, link.indexOf('>'));
    }
    assertThat(listed).isEqualTo(8);
  }

  @Test
  void aConnectionCutInTheMiddleOfAChunkLeavesWhatCameToBeResumed() throws IOException {
    byte[] blob = "0123456789".repeat(1_000).getBytes(UTF_8);
    String upload = client.begin("a");
    try (Socket socket = new Socket(server.address().getHost(), server.address().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("PATCH " + upload + " HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n")
              .getBytes(ISO_8859_1));
      out.write(blob, 0, 4_000);
      out.flush();
    }
    var status = client.send("GET", upload);
    while (status.statusCode() == 429 || !OciClient.header(status, "Range").equals("0-3999")) {
      status = client.send("GET", upload);
    }
    var rest =
        client.send(
            "PATCH",
            upload,
            java.util.Arrays.copyOfRange(blob, 4_000, 10_000),
            "Content-Range",
            "4000-9999");
    assertThat(rest.statusCode()).isEqualTo(202);
    var put = client.send("PUT", OciClient.with(upload, "digest=" + Digest.of(blob)));
    assertThat(put.statusCode()).isEqualTo(201);
  }

  private String raw(String head) throws IOException {
    try (Socket socket = new Socket(server.address().getHost(), server.address().getPort())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      try {
        out.write((head + "Connection: close\r\n\r\n").getBytes(ISO_8859_1));
        out.flush();
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1)
            .lines()
            .findFirst()
            .orElse("closed");
      } catch (java.net.SocketException e) {
        return "closed: " + e.getMessage();
      }
    }
  }

  private static Stream<Path> walk(Path root) throws IOException {
    try (Stream<Path> found = Files.walk(root)) {
      return found.filter(Files::isRegularFile).toList().stream();
    }
  }

  private static Stream<String> files(Path root) throws IOException {
    return walk(root).map(file -> root.relativize(file).toString());
  }

  private static long sizes(Path root) throws IOException {
    return walk(root).mapToLong(file -> file.toFile().length()).sum();
  }
}
