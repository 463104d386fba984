package io.bowline.demo.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxiesTest {
  private static final URI THERE = URI.create("https://example.org/");

  @Test
  void the_variable_that_other_programs_read_is_read() {
    assertThat(chosen(Map.of("https_proxy", "http://proxy.corp:8080")))
        .isEqualTo("proxy.corp:8080");
    assertThat(chosen(Map.of("HTTPS_PROXY", "proxy.corp"))).isEqualTo("proxy.corp:3128");
  }

  @Test
  void without_one_the_jdk_decides_and_nonsense_is_as_none() {
    assertThat(Proxies.of(Map.of())).isSameAs(ProxySelector.getDefault());
    assertThat(Proxies.of(Map.of("https_proxy", "http://:::")))
        .isSameAs(ProxySelector.getDefault());
  }

  private static String chosen(Map<String, String> environment) {
    var address = (InetSocketAddress) Proxies.of(environment).select(THERE).getFirst().address();
    return address.getHostString() + ":" + address.getPort();
  }
}
