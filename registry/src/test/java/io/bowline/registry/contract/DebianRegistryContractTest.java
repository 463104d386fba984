package io.bowline.registry.contract;

import io.bowline.testkit.Parts;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// The same suite on the reference registry as Debian has it, so that the suite asks what
/// registries really do.
@Tag("real")
@RequiresPart("docker-registry")
class DebianRegistryContractTest implements RegistryContract {
  /// What version 2.8 has of the list: nothing. It even lists tags in no order, takes a chunk that
  /// leaves a gap, promises bytes behind a blob's end, and calls a broken digest its own mistake.
  private static final Set<Extra> HAS = EnumSet.noneOf(Extra.class);

  private static Process process;
  private static OciClient client;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    client = new OciClient(URI.create("http://127.0.0.1:" + port));
    Path config = folder.resolve("config.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        storage:
          filesystem: {rootdirectory: %s}
          delete: {enabled: true}
        http: {addr: "127.0.0.1:%d"}
        """
            .formatted(folder.resolve("data"), port));
    process =
        new ProcessBuilder(
                Parts.here().require("docker-registry").toString(), "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log.txt").toFile())
            .start();
    while (!answers(port)) {
      if (!process.isAlive()) {
        throw new IllegalStateException(Files.readString(folder.resolve("log.txt")));
      }
      Thread.onSpinWait();
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  @Override
  public OciClient client() {
    return client;
  }

  @Override
  public boolean has(Extra extra) {
    return HAS.contains(extra);
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }
}
