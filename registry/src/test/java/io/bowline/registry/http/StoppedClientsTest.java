package io.bowline.registry.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.Limits;
import io.bowline.registry.Registry;
import io.bowline.registry.contract.OciClient;
import io.bowline.registry.disk.Disk;
import io.bowline.registry.disk.LocalDisk;
import io.bowline.registry.disk.RegistryFolder;
import io.bowline.registry.platform.RandomNames;
import io.bowline.registry.storage.Storage;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that stop for ever are given up.
class StoppedClientsTest {
  private static final byte[] LARGE = new byte[32 * 1024 * 1024];
  private static final Digest DIGEST = Digest.of(LARGE);
  private final LinkedBlockingQueue<InputStream> ended = new LinkedBlockingQueue<>();
  @TempDir private Path home;

  @Test
  void aReaderThatStopsIsClosed() throws Exception {
    RegistryServer.Settings settings =
        RegistryServer.Settings.loopback().waiting(Duration.ofSeconds(1));
    isClosed(settings, SocketFactory.getDefault());
  }

  @Test
  void aReaderThatStopsIsClosedOverTls() throws Exception {
    SelfSigned tls = SelfSigned.in(home);
    RegistryServer.Settings settings =
        RegistryServer.Settings.loopback().showing(tls.server()).waiting(Duration.ofSeconds(1));
    isClosed(settings, tls.client().getSocketFactory());
  }

  @Test
  void aWriterThatStopsLetsItsUploadGo() throws Exception {
    RegistryServer.Settings settings =
        RegistryServer.Settings.loopback().waiting(Duration.ofSeconds(1));
    try (RegistryServer server = RegistryServer.start(home.resolve("r"), settings);
        Socket socket = new Socket(server.address().getHost(), server.address().getPort())) {
      OciClient client = new OciClient(server.address());
      String upload = client.begin("a");
      String head = "PATCH " + upload + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf";
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      assertThat(socket.getInputStream().read()).as("closed without an answer").isEqualTo(-1);
      assertThat(OciClient.header(client.send("GET", upload), "Range")).isEqualTo("0-3");
    }
  }

  private void isClosed(RegistryServer.Settings settings, SocketFactory sockets) throws Exception {
    Storage folder = RegistryFolder.open(watched(), home, new RandomNames());
    try (var upload = folder.repository("a").begin(Digest.Algorithm.SHA256)) {
      upload.append(new java.io.ByteArrayInputStream(LARGE), LARGE.length);
      assertThat(upload.commit(DIGEST)).isTrue();
    }
    ended.clear();
    Registry registry = new Registry(folder, Limits.USUAL);
    try (RegistryServer server = RegistryServer.start(registry, settings);
        Socket socket = sockets.createSocket()) {
      socket.setReceiveBufferSize(4_096);
      socket.connect(new InetSocketAddress(server.address().getHost(), server.address().getPort()));
      String head = "GET /v2/a/blobs/" + DIGEST + " HTTP/1.1\r\nHost: x\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      assertThat(socket.getInputStream().readNBytes(15)).asString().startsWith("HTTP/1.1 200");
      assertThat(ended.poll(60, TimeUnit.SECONDS)).as("the file let go").isNotNull();
      assertThat(read(socket)).isLessThan(LARGE.length);
    }
  }

  private static long read(Socket socket) {
    long read = 0;
    try {
      byte[] buffer = new byte[64 * 1024];
      for (int n = socket.getInputStream().read(buffer); n > 0; ) {
        read += n;
        n = socket.getInputStream().read(buffer);
      }
    } catch (IOException reset) {
      return read;
    }
    return read;
  }

  /// A disk that tells when a file is let go.
  private Disk watched() {
    LocalDisk real = new LocalDisk();
    return (Disk)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Disk.class},
            (self, method, arguments) -> {
              try {
                Object result = method.invoke(real, arguments);
                return method.getName().equals("read") ? told((InputStream) result) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private InputStream told(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return in.read(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        super.close();
        ended.add(this);
      }
    };
  }
}
