package io.bowline.control.edge.http.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.platform.StartupFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
  private final Proxies proxies = new Proxies(List.of("10.0.0.0/8", "192.0.2.7", "2001:db8::/32"));

  @ParameterizedTest(name = "{0} says {1}: {2}")
  @CsvSource(
      nullValues = "none",
      value = {
        "203.0.113.9, none, 203.0.113.9",
        "203.0.113.9, 198.51.100.1, 203.0.113.9",
        "10.1.2.3, none, 10.1.2.3",
        "10.1.2.3, 198.51.100.1, 198.51.100.1",
        "10.1.2.3, '6.6.6.6, 198.51.100.1', 198.51.100.1",
        "10.1.2.3, '6.6.6.6, 198.51.100.1, 192.0.2.7', 198.51.100.1",
        "10.1.2.3, '10.9.9.9, 10.8.8.8', 10.9.9.9",
        "10.1.2.3, unknown, 10.1.2.3",
        "10.1.2.3, '198.51.100.1, evil', 10.1.2.3",
        "10.1.2.3, '', 10.1.2.3",
        "192.0.2.8, 198.51.100.1, 192.0.2.8",
        "2001:db8::1, 2001:db9::5, 2001:db9:0:0:0:0:0:5",
        "2001:db9::1, 198.51.100.1, 2001:db9:0:0:0:0:0:1"
      })
  void onlyTrustedProxiesAreBelieved(String peer, String forwarded, String source) {
    List<String> headers = forwarded == null ? List.of() : List.of(forwarded);
    assertThat(proxies.source(peer, headers)).isEqualTo(source);
  }

  @Test
  void headersFollowOneAnother() {
    assertThat(proxies.source("10.1.2.3", List.of("6.6.6.6", "198.51.100.1, 10.0.0.1")))
        .isEqualTo("198.51.100.1");
  }

  @Test
  void nobodyIsTrustedUnlessSaid() {
    assertThat(new Proxies(List.of()).source("127.0.0.1", List.of("6.6.6.6")))
        .isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "proxy.example", "10.0.0.0/33", "10.0.0.0/x", "10.0.0.0/-1", "1.2.3.4/"})
  void whatIsNoNetworkEndsTheStart(String text) {
    assertThatThrownBy(() -> new Proxies(List.of(text)))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("bowline.proxies.trusted");
  }
}
