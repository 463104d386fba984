package io.bowline.registry.contract;

import io.bowline.registry.http.RegistryServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class OwnRegistryContractTest implements RegistryContract {
  private static RegistryServer server;
  private static OciClient client;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    server = RegistryServer.start(folder, RegistryServer.Settings.loopback());
    client = new OciClient(server.address());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  public OciClient client() {
    return client;
  }

  @Override
  public boolean has(Extra extra) {
    return true;
  }
}
