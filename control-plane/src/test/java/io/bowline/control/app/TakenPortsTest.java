package io.bowline.control.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.edge.http.HttpSettings;
import io.bowline.control.edge.ingest.TakenIngest;
import io.bowline.control.identity.ServerTls;
import io.bowline.control.platform.StartupFailure;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// No listener starts beside another process on its port: it says which port, who has it, and which
/// key moves it. (The link's own is shown beside the link.)
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class TakenPortsTest {
  @Inject ServerTls tls;
  @Inject TlsConfigurationRegistry registry;
  @Inject TakenIngest ingest;

  @Test
  void eachListenerNamesThePortItCannotHaveAndItsHolder() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      refused(port, "bowline.http.port", () -> listeners(port, 0));
      refused(port, "bowline.management.port", () -> listeners(0, port));
      refused(port, "bowline.ingest.logs-port", () -> ingest.again(port, 0));
      refused(port, "bowline.ingest.metrics-port", () -> ingest.again(0, port));
    }
  }

  private static void refused(int port, String key, ThrowingCallable start) {
    assertThatThrownBy(start)
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("cannot listen on port " + port)
        .hasMessageContaining("held by process " + ProcessHandle.current().pid())
        .hasMessageContaining(key);
  }

  private void listeners(int http, int management) {
    new Listeners(
            tls, registry, new Http("127.0.0.1", http), new Management("127.0.0.1", management))
        .prepare(new StartupEvent());
  }

  private record Http(String host, int port) implements HttpSettings {}

  private record Management(String host, int port) implements ManagementSettings {}
}
