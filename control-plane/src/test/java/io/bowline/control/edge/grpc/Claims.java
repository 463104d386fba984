package io.bowline.control.edge.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.identity.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Who a certificate says it is, in every mixture of two parties' ids.
final class Claims {
  private Claims() {}

  /// Every mixture of one's own ids and theirs as a runner, but for the two that are true; in other
  /// roles those that name one party alone.
  static List<Identity> crossed(Identity own, Identity theirs) {
    List<Identity> all = new ArrayList<>();
    for (Identity org : List.of(own, theirs)) {
      for (Identity install : List.of(own, theirs)) {
        for (Identity holder : List.of(own, theirs)) {
          all.add(
              new Identity(
                  own.trustDomain(),
                  org.org(),
                  install.install(),
                  Identity.Role.RUNNER,
                  holder.holder()));
        }
      }
    }
    all.removeAll(List.of(own, theirs));
    for (Identity.Role role : List.of(Identity.Role.COLLECTOR, Identity.Role.HOSTED)) {
      for (Identity party : List.of(own, theirs)) {
        all.add(
            new Identity(party.trustDomain(), party.org(), party.install(), role, party.holder()));
      }
    }
    assertThat(all).hasSize(10);
    return all;
  }

  /// The same claim with ids that never were in the place of theirs; where none of theirs is in it,
  /// a holder that never was.
  static Identity nobodysInPlaceOf(Identity theirs, Identity claimed) {
    Identity nobody = nobodys(theirs);
    boolean holder = claimed.holder().equals(theirs.holder());
    boolean any =
        holder || claimed.org().equals(theirs.org()) || claimed.install().equals(theirs.install());
    return new Identity(
        claimed.trustDomain(),
        claimed.org().equals(theirs.org()) ? nobody.org() : claimed.org(),
        claimed.install().equals(theirs.install()) ? nobody.install() : claimed.install(),
        claimed.role(),
        holder || !any ? nobody.holder() : claimed.holder());
  }

  static Identity nobodys(Identity like) {
    return new Identity(
        like.trustDomain(),
        new OrgId(UUID.randomUUID()),
        new InstallId(UUID.randomUUID()),
        like.role(),
        new RunnerId(UUID.randomUUID()));
  }

  static Identity in(String trustDomain, Identity like) {
    return new Identity(trustDomain, like.org(), like.install(), like.role(), like.holder());
  }
}
