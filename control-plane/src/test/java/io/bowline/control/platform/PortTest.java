package io.bowline.control.platform;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortTest {
  @Test
  void aTakenPortNamesItsHolderAndTheKeyThatMovesIt() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Port port = new Port("probe", "127.0.0.1", taken.getLocalPort(), "bowline.http.port");

      assertThatThrownBy(port::check)
          .isInstanceOf(StartupFailure.class)
          .hasMessageContaining("port " + taken.getLocalPort())
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("bowline.http.port");
    }
  }

  @Test
  void aFreePortIsFine() {
    assertThatCode(() -> new Port("probe", "127.0.0.1", 0, "bowline.http.port").check())
        .doesNotThrowAnyException();
  }
}
