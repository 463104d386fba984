package io.bowline.simulator.contract;

import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// The stories on a real API server with controllers and no node: an empty one for each.
@Tag("real")
@RequiresPart({RealApiServer.ETCD, RealApiServer.API_SERVER, RealApiServer.CONTROLLERS})
class ApiServerContractTest extends ContractSuite {
  private static final List<RealApiServer> SERVERS = new ArrayList<>();

  @TempDir static Path folder;

  @Override
  Target target() throws IOException, InterruptedException {
    stop();
    RealApiServer server = RealApiServer.start(folder.resolve("server-" + SERVERS.size()));
    SERVERS.add(server);
    return Target.of(server.kubeconfig());
  }

  @Override
  String kind() {
    return "no node";
  }

  @AfterAll
  static void stop() {
    SERVERS.forEach(RealApiServer::close);
  }
}
