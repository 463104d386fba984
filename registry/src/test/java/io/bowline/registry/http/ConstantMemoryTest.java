package io.bowline.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.contract.OciClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a blob's size and a client's pace do not cost.
class ConstantMemoryTest {
  private static final int MIB = 1024 * 1024;
  private static final int HEAP = 64;
  @TempDir private Path home;

  @Test
  void aBlobOfManyTimesTheHeapIsPushedAndPulled() throws Exception {
    passesThrough(160L * MIB);
  }

  @Test
  @Tag("nightly")
  void aBlobOf5GigabytesIsPushedAndPulled() throws Exception {
    passesThrough(5_000_000_000L);
  }

  @Test
  void readersWhoStandStillCostNoMemory() throws Exception {
    readersStandStill(100);
  }

  @Test
  @Tag("nightly")
  void hundredsOfReadersWhoStandStillCostNoMemory() throws Exception {
    readersStandStill(500);
  }

  @Test
  void readersWhoStandStillCostLittleWhereTheBytesAreEncrypted() throws Exception {
    readersStandStillOverTls(20);
  }

  @Test
  @Tag("nightly")
  void hundredsOfReadersWhoStandStillCostLittleWhereTheBytesAreEncrypted() throws Exception {
    readersStandStillOverTls(300);
  }

  private void readersStandStill(int many) throws Exception {
    try (var server = ServerInChild.start(home.resolve("registry"), HEAP, Optional.empty())) {
      othersAreServedBeside(many, server, SocketFactory.getDefault(), HttpClient.newBuilder());
    }
  }

  private void readersStandStillOverTls(int many) throws Exception {
    SelfSigned tls = SelfSigned.in(home);
    Path keys = SelfSigned.storeIn(home);
    try (var server = ServerInChild.start(home.resolve("registry"), HEAP, Optional.of(keys))) {
      othersAreServedBeside(
          many,
          server,
          tls.client().getSocketFactory(),
          HttpClient.newBuilder().sslContext(tls.client()));
    }
  }

  private void passesThrough(long size) throws Exception {
    try (var server = ServerInChild.start(home.resolve("registry"), HEAP, Optional.empty())) {
      HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      Digest digest = digest(new Generated(size));
      assertThat(push(http, server.address(), new Generated(size), size, digest)).isEqualTo(201);
      URI blob = server.address().resolve("/v2/a/blobs/" + digest);
      var pulled = http.send(HttpRequest.newBuilder(blob).build(), BodyHandlers.ofInputStream());
      assertThat(digest(pulled.body())).isEqualTo(digest);
      assertThat(server.alive()).isTrue();
    }
  }

  private static void othersAreServedBeside(
      int readers, ServerInChild server, SocketFactory sockets, HttpClient.Builder builder)
      throws Exception {
    HttpClient http = builder.version(HttpClient.Version.HTTP_1_1).build();
    byte[] large = new byte[16 * MIB];
    new Random(1).nextBytes(large);
    Digest digest = Digest.of(large);
    URI address = server.address();
    push(http, address, new java.io.ByteArrayInputStream(large), large.length, digest);
    URI blob = address.resolve("/v2/a/blobs/" + digest);
    List<Socket> still = new ArrayList<>();
    try {
      for (int i = 0; i < readers; i++) {
        Socket socket = sockets.createSocket();
        still.add(socket);
        socket.setReceiveBufferSize(4_096);
        socket.connect(new java.net.InetSocketAddress(address.getHost(), address.getPort()));
        ask(socket, blob.getPath());
        assertThat(socket.getInputStream().readNBytes(15)).asString().startsWith("HTTP/1.1 200");
      }
      for (int i = 0; i < 5; i++) {
        var pulled = http.send(HttpRequest.newBuilder(blob).build(), BodyHandlers.ofInputStream());
        assertThat(digest(pulled.body())).isEqualTo(digest);
        byte[] small = ("small " + i).getBytes(StandardCharsets.UTF_8);
        var stream = new java.io.ByteArrayInputStream(small);
        assertThat(push(http, address, stream, small.length, Digest.of(small))).isEqualTo(201);
      }
      assertThat(server.alive()).isTrue();
    } finally {
      for (Socket socket : still) {
        socket.close();
      }
    }
  }

  private static void ask(Socket socket, String path) throws IOException {
    String head = "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static int push(HttpClient http, URI base, InputStream bytes, long size, Digest digest)
      throws IOException, InterruptedException {
    URI uploads = base.resolve("/v2/a/blobs/uploads/");
    HttpResponse<Void> begun =
        http.send(
            HttpRequest.newBuilder(uploads).POST(BodyPublishers.noBody()).build(),
            BodyHandlers.discarding());
    String location = begun.headers().firstValue("Location").orElseThrow();
    var body = BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> bytes), size);
    URI commit = base.resolve(OciClient.with(location, "digest=" + digest));
    return http.send(HttpRequest.newBuilder(commit).PUT(body).build(), BodyHandlers.discarding())
        .statusCode();
  }

  private static Digest digest(InputStream bytes) throws IOException {
    MessageDigest hash = Digest.Algorithm.SHA256.hash();
    byte[] buffer = new byte[MIB];
    for (int n = bytes.read(buffer); n > 0; n = bytes.read(buffer)) {
      hash.update(buffer, 0, n);
    }
    return Digest.finish(Digest.Algorithm.SHA256, hash);
  }

  /// So many bytes that nobody has to keep.
  private static final class Generated extends InputStream {
    private final byte[] block = new byte[MIB];
    private final long size;
    private long at;

    Generated(long size) {
      this.size = size;
      new Random(size).nextBytes(block);
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (at == size) {
        return -1;
      }
      int from = (int) (at % MIB);
      int count = (int) Math.min(Math.min(length, MIB - from), size - at);
      System.arraycopy(block, from, bytes, offset, count);
      at += count;
      return count;
    }
  }
}
