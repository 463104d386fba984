package io.bowline.control.sso;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.account.Changed;
import io.bowline.control.account.Sessions;
import io.bowline.control.audit.ChainLink;
import io.bowline.control.member.Acceptances;
import io.bowline.control.member.Invited;
import io.bowline.control.org.Role;
import io.bowline.control.platform.store.TestDatabase;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SsoSignInsTest {
  private final MockProvider provider = new MockProvider();
  private static final String VERIFIER = "a-verifier-that-only-the-command-line-knows-0123";
  private static final String CHALLENGE =
      Base64.getUrlEncoder().withoutPadding().encodeToString(OneTime.hash(VERIFIER));

  private final TestSso it = new TestSso(provider);

  @AfterEach
  void stop() {
    provider.close();
  }

  private Sessions.Begun in(CameBack back) {
    assertThat(back).isInstanceOf(CameBack.In.class);
    return ((CameBack.In) back).begun();
  }

  private boolean lasts(Sessions.Begun begun) {
    return it.accounts.bearers.of(begun.text()).isPresent();
  }

  private static void refused(CameBack back, String why) {
    assertThat(back)
        .isInstanceOfSatisfying(CameBack.Refused.class, no -> assertThat(no.why()).contains(why));
  }

  @Test
  @Tag("C10.code-flow")
  void whoIsNobodyYetJoinsWithTheRoleOfTheirGroup() {
    it.on();
    Sessions.Begun anna = in(it.come("anna", "dev", "unknown"));
    assertThat(anna.session().method()).isEqualTo("single sign-on");
    assertThat(it.named("anna"))
        .get()
        .extracting("name", "role")
        .containsExactly("The anna", Role.OPERATOR);
    assertThat(it.done()).contains("member.joined-by-sso", "sso.sign-in", "session.begin");
    assertThat(in(it.come("anna", "dev")).session().member()).isEqualTo(anna.session().member());
  }

  @Test
  @Tag("C10.group-to-role")
  void theHighestRoleOfAllGroupsCountsAndFollowsThemAtEachSignIn() {
    it.on();
    Sessions.Begun first = in(it.come("anna", "see", "ops", "dev"));
    assertThat(it.named("anna").orElseThrow().role()).isEqualTo(Role.ADMIN);
    assertThat(lasts(first)).isTrue();

    Sessions.Begun second = in(it.come("anna", "see"));
    assertThat(it.named("anna").orElseThrow().role()).isEqualTo(Role.VIEWER);
    assertThat(lasts(first)).as("a session of when they could do more").isFalse();
    assertThat(lasts(second)).isTrue();

    in(it.come("anna", "dev"));
    assertThat(lasts(second)).as("who may do more stays in").isTrue();
  }

  @Test
  void whoIsInNoGroupAnyMoreIsAMemberNoMoreUntilTheyAreInOneAgain() {
    it.on();
    Sessions.Begun begun = in(it.come("anna", "dev"));
    refused(it.come("anna"), "None of your groups has a role here any more");
    assertThat(lasts(begun)).isFalse();
    assertThat(it.named("anna")).isEmpty();
    in(it.come("anna", "dev"));
    assertThat(it.named("anna")).isPresent();
  }

  @Test
  void whoWasRemovedByPeopleDoesNotComeBackByThemselves() {
    it.on();
    Sessions.Begun begun = in(it.come("anna", "dev"));
    it.members.remove(it.org, begun.session().member(), it.owner());
    refused(it.come("anna", "dev"), "You were removed");
    it.member("anna", Role.VIEWER);
    in(it.come("anna", "dev"));
    assertThat(it.named("anna").orElseThrow().role()).isEqualTo(Role.OPERATOR);
  }

  @Test
  void theLastOwnerStaysOneWhateverTheProviderSays() {
    it.on();
    Sessions.Begun begun = in(it.come("olga", "see"));
    assertThat(it.named("olga").orElseThrow().role()).isEqualTo(Role.OWNER);
    refused(it.come("olga"), "None of your groups");
    assertThat(lasts(begun)).isFalse();
    assertThat(it.named("olga").orElseThrow().role()).isEqualTo(Role.OWNER);
  }

  @Test
  void whomPeopleHaveInvitedKeepsTheRoleThatPeopleGaveUntilAGroupGivesOne() {
    it.on();
    it.member("ben", Role.ADMIN);
    in(it.come("ben"));
    assertThat(it.named("ben").orElseThrow().role()).isEqualTo(Role.ADMIN);
    in(it.come("ben", "see"));
    assertThat(it.named("ben").orElseThrow().role()).isEqualTo(Role.VIEWER);
    refused(it.come("ben"), "None of your groups");
  }

  @Test
  void whoIsInvitedComesInThroughTheProviderAlsoWhereNobodyJoinsByThemselves() {
    it.set(it.wish(Map.of("dev", Role.OPERATOR), false, true));
    Invited.Sent sent = it.invite("anna", Role.ADMIN);
    in(it.come("anna"));
    assertThat(it.named("anna").orElseThrow().role())
        .as("of the invitation, while no group of theirs has one")
        .isEqualTo(Role.ADMIN);
    assertThat(it.invitations.list(it.org, Optional.empty(), 10)).isEmpty();
    assertThat(it.acceptances.accept(said(sent))).isInstanceOf(Changed.Unknown.class);
    assertThat(it.done()).contains("member.join").doesNotContain("member.joined-by-sso");

    it.invite("ben", Role.ADMIN);
    in(it.come("ben", "dev"));
    assertThat(it.named("ben").orElseThrow().role())
        .as("of a group, where one has a role")
        .isEqualTo(Role.OPERATOR);
  }

  @Test
  void whoWasRemovedAndIsInvitedAgainComesBack() {
    it.on();
    Sessions.Begun begun = in(it.come("anna", "dev"));
    it.members.remove(it.org, begun.session().member(), it.owner());
    it.invite("anna", Role.VIEWER);
    Sessions.Begun again = in(it.come("anna"));
    assertThat(again.session().member()).isNotEqualTo(begun.session().member());
    assertThat(it.named("anna").orElseThrow().role()).isEqualTo(Role.VIEWER);
  }

  @Test
  void anInvitationIsNobodysByAnAddressThatTheProviderHasNotVerified() {
    it.on();
    it.invite("anna", Role.OWNER);
    var claims = Map.<String, Object>of("email", "anna@example.com", "groups", List.of("dev"));
    refused(it.come(() -> provider.next(it.word, "mallory", claims)), "names no address");
    assertThat(it.invitations.list(it.org, Optional.empty(), 10)).hasSize(1);
  }

  @Test
  @Tag("C10.local-off")
  void withoutPasswordsAnInvitationLetsNobodyInByItselfAndIsNotUsedUp() {
    it.on();
    in(it.come("olga", "own"));
    it.set(
        new SsoWish(
            provider.issuer(it.word),
            "bowline",
            Optional.empty(),
            List.of("email", "profile"),
            "groups",
            Map.of(),
            new SsoSetting.Standing(Optional.empty(), false, false, false)));
    Invited.Sent sent = it.invite("anna", Role.OPERATOR);
    assertThat(it.acceptances.accept(said(sent)))
        .isInstanceOfSatisfying(
            Changed.Conflict.class,
            no -> assertThat(no.why()).contains("sign-in URL --org " + it.org + " --sso"));
    assertThat(it.named("anna")).isEmpty();
    in(it.come("anna"));
    assertThat(it.named("anna").orElseThrow().role()).isEqualTo(Role.OPERATOR);
  }

  private static Acceptances.Said said(Invited.Sent sent) {
    return new Acceptances.Said(sent.text(), "Anna", Optional.empty(), TestSso.FROM);
  }

  @Test
  void whoIsRefusedIsToldOfAFewTimesAndNotByStrangersHidden() {
    it.on();
    for (int i = 0; i < 25; i++) {
      String browser = it.signIns.browser(Optional.empty());
      String state = MockProvider.query(it.away(browser)).get("state");
      var nothing = new SsoSignIns.Answer(state, Optional.empty(), Optional.empty());
      refused(it.signIns.comeBack(nothing, browser, TestSso.FROM), "has not let you in");
    }
    for (int i = 0; i < 5; i++) {
      refused(it.come("mallory", "unknown"), "None of your groups");
    }
    List<ChainLink> told =
        it.chain().stream().filter(link -> link.entry().action().equals("sso.refused")).toList();
    assertThat(told).hasSize(20 + 3);
    assertThat(told.getFirst().entry().subject()).isEqualTo("nobody");
    assertThat(told.getLast().entry().subject()).isEqualTo("mallory");
    assertThat(told.getLast().entry().detail())
        .contains("None of your groups", "mallory@example.com");
    assertThat(told.getLast().from().orElseThrow().source()).isEqualTo(TestSso.FROM.source());
  }

  @Test
  void anAddressThatTheProviderHasNotVerifiedIsNobodys() {
    it.on();
    refused(
        it.come(() -> provider.next(it.word, "olga", Map.of("groups", List.of("dev")))),
        "names no address of yours that it has verified");
    assertThat(it.named("olga").orElseThrow().role()).isEqualTo(Role.OWNER);
  }

  @Test
  void anAddressThatWasGivenToSomebodyElseDoesNotMakeThemTheMember() {
    it.on();
    in(it.come("anna", "ops"));
    Map<String, Object> claims =
        Map.of("email", "anna@example.com", "email_verified", true, "groups", List.of("see"));
    refused(
        it.come(() -> provider.next(it.word, "anna-2", claims)), "somebody else at the provider");
  }

  @Test
  void whereNobodyJoinsByThemselvesMembersAloneComeIn() {
    it.set(it.wish(Map.of("dev", Role.OPERATOR), false, true));
    refused(it.come("anna", "dev"), "You are no member");
    in(it.come("olga"));
  }

  @Test
  void aStateIsGoodOnceAndForTheBrowserThatBeganIt() {
    it.on();
    String browser = it.signIns.browser(Optional.empty());
    URI away = it.away(browser);
    provider.next(it.word, "anna", "dev");
    SsoSignIns.Answer answer = TestSso.answer(provider.visit(away));
    String other = it.signIns.browser(Optional.empty());
    assertThat(it.signIns.comeBack(answer, other, TestSso.FROM))
        .as("another browser")
        .isInstanceOf(CameBack.Unknown.class);
    in(it.signIns.comeBack(answer, browser, TestSso.FROM));
    assertThat(it.signIns.comeBack(answer, browser, TestSso.FROM))
        .as("again")
        .isInstanceOf(CameBack.Unknown.class);
  }

  @Test
  void aStateIsOverAfterTenMinutes() {
    it.on();
    String browser = it.signIns.browser(Optional.empty());
    URI away = it.away(browser);
    TestDatabase.execute(
        it.org, "update sso_attempt set expires_at = expires_at - interval '10 minutes 1 second'");
    assertThat(it.back(away, browser, () -> provider.next(it.word, "anna", "dev")))
        .isInstanceOf(CameBack.Unknown.class);
  }

  @Test
  void theStateOfOneOrganizationLetsNobodyIntoAnother() {
    it.on();
    TestSso other = new TestSso(provider).on();
    String browser = it.signIns.browser(Optional.empty());
    URI mine = it.away(browser);
    URI theirs = other.away(browser);
    provider.next(it.word, "anna", "own");
    String code = provider.visit(mine).get("code");
    var mixed =
        new SsoSignIns.Answer(
            MockProvider.query(theirs).get("state"), Optional.of(code), Optional.empty());
    assertThat(other.signIns.comeBack(mixed, browser, TestSso.FROM))
        .isNotInstanceOf(CameBack.In.class);
    assertThat(other.named("anna")).isEmpty();
  }

  @Test
  void anAnswerOfAnotherProviderIsNotTaken() {
    it.on();
    String browser = it.signIns.browser(Optional.empty());
    String state = MockProvider.query(it.away(browser)).get("state");
    var answer =
        new SsoSignIns.Answer(state, Optional.of("c"), Optional.of("https://login.example.org"));
    refused(it.signIns.comeBack(answer, browser, TestSso.FROM), "Another identity provider");
  }

  @Test
  void aSignInThatWasBegunUnderAnotherSettingIsOver() {
    it.on();
    String browser = it.signIns.browser(Optional.empty());
    URI away = it.away(browser);
    it.on(); // with a secret anew
    assertThat(it.back(away, browser, () -> provider.next(it.word, "anna", "dev")))
        .isInstanceOf(CameBack.Unknown.class);
  }

  @Test
  void aCommandLineFetchesItsSessionOnceWithWhatItAloneKnows() {
    it.on();
    String code = atTheDoor();
    assertThat(it.signIns.fetch(code, VERIFIER + "x", TestSso.FROM))
        .isInstanceOf(CameBack.Unknown.class);
    assertThat(it.signIns.fetch(code, VERIFIER, TestSso.FROM))
        .as("a code that somebody has tried is used up")
        .isInstanceOf(CameBack.Unknown.class);

    String next = atTheDoor();
    assertThat(lasts(in(it.signIns.fetch(next, VERIFIER, TestSso.FROM)))).isTrue();
    assertThat(it.signIns.fetch(next, VERIFIER, TestSso.FROM)).isInstanceOf(CameBack.Unknown.class);

    String late = atTheDoor();
    TestDatabase.execute(
        it.org, "update sso_attempt set code_expires_at = now() - interval '1 second'");
    assertThat(it.signIns.fetch(late, VERIFIER, TestSso.FROM)).isInstanceOf(CameBack.Unknown.class);
  }

  private String atTheDoor() {
    var door = new Door(40_000, "a-state-of-its-own", CHALLENGE);
    String browser = it.signIns.browser(Optional.empty());
    var sent =
        (CameBack.Sent) it.signIns.begin(it.organization, browser, Optional.of(door), TestSso.FROM);
    CameBack back = it.back(sent.address(), browser, () -> provider.next(it.word, "anna", "dev"));
    assertThat(back).isInstanceOf(CameBack.Sent.class);
    URI address = ((CameBack.Sent) back).address();
    assertThat(address).hasHost("127.0.0.1").hasPort(40_000).hasParameter("state", door.state());
    return MockProvider.query(address).get("code");
  }

  @Test
  void anOrganizationWithoutAProviderHasNoSuchWayIn() {
    assertThat(it.signIns.begin(it.organization, "b", Optional.empty(), TestSso.FROM))
        .isInstanceOf(CameBack.Unknown.class);
    assertThat(it.signIns.begin("nobody-at-all", "b", Optional.empty(), TestSso.FROM))
        .isInstanceOf(CameBack.Unknown.class);
  }

  @Test
  void aTeamGivesTheRoleOfItsGroup() {
    it.on();
    TeamChange made =
        it.transactions.inOrg(
            it.org, tx -> it.teams.create(tx, it.org, "platform", "g-77", Role.ADMIN, it.owner()));
    assertThat(made).isInstanceOf(TeamChange.Made.class);
    in(it.come("anna", "g-77"));
    assertThat(it.named("anna").orElseThrow().role()).isEqualTo(Role.ADMIN);
    assertThat(it.teams.list(it.org)).extracting(Team::members).containsExactly(1);
    in(it.come("anna", "dev"));
    assertThat(it.named("anna").orElseThrow().role()).isEqualTo(Role.OPERATOR);
    assertThat(it.teams.list(it.org)).extracting(Team::members).containsExactly(0);
  }

  @Test
  void nothingOfASignInUnderWayCanBeReadInTheDatabase() {
    it.on();
    String browser = it.signIns.browser(Optional.empty());
    Map<String, String> sent = MockProvider.query(it.away(browser));
    String rows = TestDatabase.dump("sso_attempt") + TestDatabase.dump("sso_setting");
    assertThat(rows)
        .contains(it.org.toString(), "bowline")
        .doesNotContain(sent.get("state"), sent.get("nonce"), browser, "the-clients-secret");
  }
}
