package io.bowline.control.sso;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.account.Sessions;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Role;
import io.bowline.control.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SingleSignOnTest {
  private final MockProvider provider = new MockProvider();

  private final TestSso it = new TestSso(provider);

  @AfterEach
  void stop() {
    provider.close();
  }

  private SsoWish wish(boolean local, Optional<Secret> secret) {
    SsoWish wish = it.wish(Map.of("own", Role.OWNER), true, local);
    return with(wish, wish.issuer(), secret);
  }

  private static SsoWish with(SsoWish wish, String issuer, Optional<Secret> secret) {
    return new SsoWish(
        issuer,
        wish.clientId(),
        secret,
        wish.scopes(),
        wish.groupsClaim(),
        wish.roles(),
        wish.standing());
  }

  private SsoSetting made(SsoWish wish) {
    SsoChange change = it.set(wish);
    assertThat(change).isInstanceOf(SsoChange.Made.class);
    return ((SsoChange.Made) change).setting();
  }

  private boolean local() {
    return it.transactions.inOrg(it.org, tx -> it.sso.isOn(tx, it.org));
  }

  @Test
  void anOwnerAloneSaysHowPeopleComeIn() {
    var admin = it.member("ada", Role.ADMIN);
    Principal asAdmin = Principal.Member.signedIn(TestSso.STAFF.token(), it.org, admin.holder());
    SsoWish wish = it.wish(Map.of(), true, true);
    assertThat(it.sso.set(it.org, wish, asAdmin, Optional.empty()))
        .isInstanceOf(SsoChange.NotAllowed.class);
    assertThat(it.sso.find(it.org)).isEmpty();
    made(wish);
    assertThat(it.sso.off(it.org, asAdmin, Optional.empty()))
        .isInstanceOf(SsoChange.NotAllowed.class);
    assertThat(it.done()).containsOnlyOnce("sso.update");
    assertThat(it.chain().toString()).doesNotContain("the-clients-secret");
  }

  @Test
  @Tag("C10.local-off")
  void passwordsGoOffOnceAnOwnerHasComeInByTheProvider() {
    assertThat(it.set(wish(false, Optional.empty()))).isInstanceOf(SsoChange.Conflict.class);
    made(wish(true, Optional.of(Secret.of("s"))));
    assertThat(it.set(wish(false, Optional.empty()))).isInstanceOf(SsoChange.Conflict.class);
    assertThat(local()).isTrue();

    assertThat(it.come("olga", "own")).isInstanceOf(CameBack.In.class);
    assertThat(made(wish(false, Optional.empty())).standing().local()).isFalse();
    assertThat(local()).isFalse();

    assertThat(it.set(wish(false, Optional.of(Secret.of("another")))))
        .as("with another secret nobody may come in any more")
        .isInstanceOf(SsoChange.Conflict.class);
    assertThat(it.sso.off(it.org, TestSso.STAFF, Optional.empty()))
        .isInstanceOf(SsoChange.Made.class);
    assertThat(local()).isTrue();
  }

  @Test
  void whoIsNoOwnerProvesNothing() {
    SsoWish wish = it.wish(Map.of("dev", Role.OPERATOR), true, true);
    made(wish);
    assertThat(it.come("anna", "dev")).isInstanceOf(CameBack.In.class);
    assertThat(it.sso.find(it.org).orElseThrow().proven()).isFalse();
  }

  @Test
  void theSecretStaysWithItsProviderAndGoesToNoOther() {
    made(wish(true, Optional.of(Secret.of("s"))));
    SsoSetting same = made(wish(true, Optional.empty()));
    assertThat(same.client().secret()).isTrue();
    assertThat(same.revision()).isEqualTo(1);
    SsoSetting other =
        made(with(wish(true, Optional.empty()), provider.issuer("other"), Optional.empty()));
    assertThat(other.client().secret()).isFalse();
    assertThat(other.revision()).isEqualTo(2);
  }

  @Test
  void withAnotherProviderWhoCameInByTheFormerOneIsSignedOut() {
    it.on();
    Sessions.Begun begun = ((CameBack.In) it.come("anna", "dev")).begun();
    assertThat(it.accounts.bearers.of(begun.text())).isPresent();
    made(with(wish(true, Optional.empty()), provider.issuer("other"), Optional.empty()));
    assertThat(it.accounts.bearers.of(begun.text())).isEmpty();
  }

  @Test
  void withoutItWhoCameInByItIsSignedOut() {
    it.on();
    Sessions.Begun begun = ((CameBack.In) it.come("anna", "dev")).begun();
    assertThat(it.sso.off(it.org, it.owner(), Optional.empty())).isInstanceOf(SsoChange.Made.class);
    assertThat(it.accounts.bearers.of(begun.text())).isEmpty();
    assertThat(it.sso.find(it.org)).isEmpty();
    assertThat(it.sso.off(it.org, it.owner(), Optional.empty()))
        .isInstanceOf(SsoChange.Absent.class);
  }

  @Test
  void whatIsNoProviderIsRefusedWithTheFieldsName() {
    for (String issuer :
        List.of(
            "http://login.example.com",
            "https://127.0.0.1:1/x",
            "https://169.254.169.254/latest")) {
      assertThat(it.set(with(wish(true, Optional.empty()), issuer, Optional.empty())))
          .as(issuer)
          .isInstanceOfSatisfying(
              SsoChange.Refused.class, no -> assertThat(no.field()).isEqualTo("issuer"));
    }
  }

  @Test
  void aTeamAboveOnesOwnRoleIsMadeAndChangedByNobody() {
    var admin = it.member("ada", Role.ADMIN);
    Principal asAdmin = Principal.Member.signedIn(TestSso.STAFF.token(), it.org, admin.holder());
    assertThat(team(asAdmin, "bosses", Role.OWNER)).isInstanceOf(TeamChange.NotAllowed.class);
    assertThat(team(it.owner(), "bosses", Role.OWNER)).isInstanceOf(TeamChange.Made.class);
    assertThat(team(it.owner(), "bosses", Role.OWNER)).isInstanceOf(TeamChange.Conflict.class);
    assertThat(it.teams.map(it.org, "bosses", "mine", Role.VIEWER, asAdmin))
        .isInstanceOf(TeamChange.NotAllowed.class);
    assertThat(it.teams.delete(it.org, "bosses", asAdmin))
        .isInstanceOf(TeamChange.NotAllowed.class);
    assertThat(it.teams.map(it.org, "bosses", "g", Role.VIEWER, it.owner()))
        .isInstanceOf(TeamChange.Made.class);
    assertThat(it.teams.delete(it.org, "bosses", asAdmin)).isInstanceOf(TeamChange.Made.class);
    assertThat(it.teams.delete(it.org, "bosses", asAdmin)).isInstanceOf(TeamChange.Unknown.class);
    assertThat(it.done()).contains("team.create", "team.map", "team.delete");
  }

  private TeamChange team(Principal by, String name, Role role) {
    return it.transactions.inOrg(
        it.org, tx -> it.teams.create(tx, it.org, name, "group", role, by));
  }
}
