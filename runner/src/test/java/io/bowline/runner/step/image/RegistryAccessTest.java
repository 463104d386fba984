package io.bowline.runner.step.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.runner.step.image.flow.Patience;
import io.bowline.runner.step.image.flow.RegistryException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A registry does not send a runner to its own machine or to the cloud's metadata service.
class RegistryAccessTest {
  private static final URI REGISTRY = URI.create("http://192.0.2.7:5000");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/x",
        "http://127.9.8.7:5000/x",
        "http://localhost:8080/x",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/x",
        "http://[fe80::1]/x",
        "http://[::ffff:127.0.0.1]/x",
        "http://0.0.0.0/x"
      })
  void thisMachineAndItsLinkAreOffLimits(String target) {
    assertThat(access(REGISTRY).mayPoint(URI.create(target))).isFalse();
    assertThatThrownBy(() -> client().resolve(target))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("192.0.2.7:5000 sends to this machine or its link");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://192.0.2.7/x", "http://10.1.2.3/x", "http://198.51.100.1:9000/x"})
  void otherHostsAreNot(String target) {
    assertThat(access(REGISTRY).mayPoint(URI.create(target))).isTrue();
  }

  @Test
  void aRegistryOnThisMachineMayPointToIt() {
    assertThat(
            access(URI.create("http://localhost:5000"))
                .mayPoint(URI.create("http://127.0.0.1:9000/x")))
        .isTrue();
  }

  @Test
  void aHostThatTheRegistrySendsToIsSpokenToWithoutTheRegistrysCertificate() {
    try (HttpClient own = HttpClient.newHttpClient();
        HttpClient elsewhere = HttpClient.newHttpClient()) {
      var access = new RegistryAccess(REGISTRY, own, elsewhere, Optional.empty());
      assertThat(access.clientFor(REGISTRY.resolve("/v2/"))).isSameAs(own);
      assertThat(access.clientFor(URI.create("https://store.example/blob"))).isSameAs(elsewhere);
    }
  }

  private static RegistryAccess access(URI base) {
    return new RegistryAccess(base, TestImages.CLIENT, Optional.empty());
  }

  private static RegistryClient client() {
    TransferTerms terms = TransferTerms.usual();
    return new RegistryClient(
        access(REGISTRY),
        terms,
        new Patience(terms.patience(), new Random(1), Clock.systemUTC()),
        Clock.systemUTC());
  }
}
