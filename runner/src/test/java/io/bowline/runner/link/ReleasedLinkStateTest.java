package io.bowline.runner.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.proto.codec.Addresses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What released versions kept of who they are, is read by the code of today.
class ReleasedLinkStateTest {
  private static final Path SAMPLES = Path.of("src", "test", "resources", "released");
  private static final Addresses ADDRESSES =
      new Addresses(
          new Addresses.Address("cp.example", 9701, "link.cp.example", 443),
          new Addresses.Address("cp.example", 8433, "logs.cp.example", 443),
          Addresses.Address.only("cp.example", 9090),
          Addresses.Address.only("cp.example", 443));

  @BeforeAll
  static void writeTheComingVersionsWhenAsked() throws Exception {
    if ("1".equals(System.getenv("BOWLINE_WRITE"))) {
      LinkFolder folder = new LinkFolder(SAMPLES.resolve("0.1").resolve("link"));
      KeyPair key = folder.runnerKey();
      TestAuthority authority = new TestAuthority(Instant.parse("2026-01-01T00:00:00Z"));
      folder.keep(
          new LinkState(
              new KeyMaterial(
                  key.getPrivate(),
                  List.of(authority.server(key.getPublic())),
                  List.of(authority.certificate)),
              ADDRESSES,
              3,
              "digest-of-the-token"));
      folder.nextRecovery();
    }
  }

  static List<Path> versions() throws Exception {
    try (Stream<Path> all = Files.list(SAMPLES)) {
      return all.filter(Files::isDirectory).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aReleasedRunnersIdentityIsReadAndGoesOn(Path version, @TempDir Path folder)
      throws Exception {
    try (Stream<Path> all = Files.list(version.resolve("link"))) {
      for (Path file : all.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }

    LinkFolder link = new LinkFolder(folder);

    LinkState state = link.state().orElseThrow();
    assertThat(state.addresses()).isEqualTo(ADDRESSES);
    assertThat(state.trustRootVersion()).isEqualTo(3);
    assertThat(state.token()).isEqualTo("digest-of-the-token");
    assertThat(state.material().leaf().getPublicKey()).isEqualTo(link.runnerKey().getPublic());
    assertThat(link.nextRecovery()).isEqualTo(2);
  }
}
