package io.bowline.runner.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.proto.codec.Addresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RoutesTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Routes routes = new Routes(nanos::get);

  @Test
  @Tag("C49.alternate-443")
  void goesBy443WhileTheUsualPortIsBlockedAndComesBackWhenItOpens() throws IOException {
    int blocked = closedPort();
    try (ServerSocket alternate = new ServerSocket(0)) {
      var address =
          new Addresses.Address("localhost", blocked, "localhost", alternate.getLocalPort());

      assertThat(routes.to(address).port()).isEqualTo(alternate.getLocalPort());

      try (ServerSocket usual = new ServerSocket()) {
        usual.setReuseAddress(true);
        usual.bind(new InetSocketAddress(blocked));
        assertThat(routes.to(address).port()).as("for a while").isEqualTo(alternate.getLocalPort());
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        assertThat(routes.to(address).port()).isEqualTo(blocked);
      }
    }
  }

  @Test
  void staysWithTheUsualAddressWhenNeitherIsReached() throws IOException {
    int one = closedPort();
    int other = closedPort();

    assertThat(routes.to(new Addresses.Address("localhost", one, "localhost", other)).port())
        .isEqualTo(one);
  }

  @Test
  void whatHasNoAlternateIsNotLookedAt() {
    assertThat(routes.to(Addresses.Address.only("nowhere.invalid", 8433)))
        .isEqualTo(new Routes.Route("nowhere.invalid", 8433));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
