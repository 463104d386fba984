package io.bowline.simulator.contract;

import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
@RequiresPart({RealApiServer.ETCD, RealApiServer.API_SERVER, RealApiServer.CONTROLLERS})
class ApiServerCustomSchemaTest extends CustomSchemaSuite {
  @TempDir static Path folder;
  static RealApiServer server;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    server = RealApiServer.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  Target target() throws IOException {
    return Target.of(server.kubeconfig());
  }
}
