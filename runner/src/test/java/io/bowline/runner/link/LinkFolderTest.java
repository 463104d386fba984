package io.bowline.runner.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.proto.codec.Addresses;
import io.bowline.runner.power.EveryOperation;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Who this runner is does not depend on when the power went.
class LinkFolderTest {
  private static final TestAuthority AUTHORITY = new TestAuthority(Instant.EPOCH);
  private static final LinkState FIRST = state(1);
  private static final LinkState SECOND = state(2);

  private static LinkState state(int version) {
    KeyPair pair = Keys.generate();
    var material =
        new KeyMaterial(
            pair.getPrivate(),
            List.of(AUTHORITY.server(pair.getPublic())),
            List.of(AUTHORITY.certificate));
    var here = Addresses.Address.only("link.example", 9701);
    return new LinkState(material, new Addresses(here, here, here, here), version, "token");
  }

  @Test
  void keyCertificateAndNumbersSurviveALossOfPowerAtEachOperation() throws IOException {
    int operations =
        EveryOperation.of((root, promises) -> {
          var folder = folder(root);
          KeyPair key = folder.runnerKey();
          promises.promise(
              "key",
              left -> assertThat(folder(left).runnerKey().getPublic()).isEqualTo(key.getPublic()));
          promises.promise("state", left -> holds(left, Optional.of(FIRST), Optional.empty()));
          folder.keep(FIRST);
          promises.promise("state", left -> holds(left, Optional.of(FIRST), Optional.of(SECOND)));
          long used = folder.nextRecovery();
          promises.promise(
              "number", left -> assertThat(folder(left).nextRecovery()).isGreaterThan(used));
          folder.keep(SECOND);
          promises.promise("state", left -> holds(left, Optional.of(SECOND), Optional.of(SECOND)));
          long next = folder.nextRecovery();
          assertThat(next).isGreaterThan(used);
          promises.promise(
              "number", left -> assertThat(folder(left).nextRecovery()).isGreaterThan(next));
        });
    assertThat(operations).isGreaterThan(20);
  }

  private static LinkFolder folder(Path root) {
    return new LinkFolder(root.resolve("state/link"));
  }

  /// One of the two; after a second telling it may also be the end of the first.
  private static void holds(Path root, Optional<LinkState> one, Optional<LinkState> other) {
    Optional<Integer> found = folder(root).state().map(LinkState::trustRootVersion);
    assertThat(found)
        .isIn(one.map(LinkState::trustRootVersion), other.map(LinkState::trustRootVersion));
  }
}
