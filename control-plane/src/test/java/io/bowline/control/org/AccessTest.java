package io.bowline.control.org;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {
  private static final OrgId OWN = new OrgId(new UUID(1, 1));
  private static final OrgId OTHER = new OrgId(new UUID(1, 2));
  private static final MemberId MEMBER = new MemberId(new UUID(3, 3));
  private static final TokenId TOKEN = new TokenId(new UUID(2, 2));

  @ParameterizedTest(name = "{0} with {1} does what needs {2} in {3}: {4}")
  @CsvSource({
    "member, READ,  READ,    own,     allowed",
    "member, READ,  READ,    nowhere, allowed",
    "member, READ,  READ,    other,   hidden",
    "member, READ,  WRITE,   own,     refused",
    "member, READ,  WRITE,   other,   hidden",
    "member, WRITE, READ,    own,     refused",
    "member, ALL,   ADMIN,   own,     allowed",
    "member, ALL,   ADMIN,   other,   hidden",
    "member, ALL,   STAFF,   own,     refused",
    "member, ALL,   STAFF,   other,   hidden",
    "member, ALL,   STAFF,   nowhere, refused",
    "staff,  READ,  READ,    own,     allowed",
    "staff,  READ,  READ,    other,   allowed",
    "staff,  READ,  WRITE,   other,   refused",
    "staff,  READ,  STAFF,   nowhere, refused",
    "staff,  ALL,   STAFF,   nowhere, allowed",
    "staff,  ALL,   PUBLISH, other,   allowed",
    "member, NONE,  READ,    own,     refused",
    "staff,  NONE,  READ,    own,     refused",
    "viewer,   ALL,   READ,    own,     allowed",
    "viewer,   ALL,   WRITE,   own,     refused",
    "viewer,   ALL,   APPROVE, own,     refused",
    "viewer,   ALL,   ADMIN,   own,     refused",
    "viewer,   ALL,   READ,    other,   hidden",
    "viewer,   WRITE, READ,    own,     refused",
    "viewer,   WRITE, WRITE,   own,     refused",
    "operator, ALL,   READ,    own,     allowed",
    "operator, ALL,   WRITE,   own,     allowed",
    "operator, ALL,   APPROVE, own,     allowed",
    "operator, ALL,   ADMIN,   own,     refused",
    "operator, READ,  WRITE,   own,     refused",
    "admin,    ALL,   ADMIN,   own,     allowed",
    "admin,    ALL,   ADMIN,   other,   hidden",
    "admin,    ALL,   PUBLISH, own,     refused",
    "admin,    READ,  ADMIN,   own,     refused",
    "owner,    ALL,   ADMIN,   own,     allowed",
    "owner,    ALL,   ADMIN,   other,   hidden",
    "owner,    ALL,   STAFF,   own,     refused",
    "owner,    ALL,   PUBLISH, nowhere, refused",
    "owner,    NONE,  READ,    own,     refused"
  })
  void isDecidedByWhoWhatAndWhere(
      String who, String scopes, String verb, String where, String decided) {
    Set<Scope> held =
        switch (scopes) {
          case "ALL" -> EnumSet.allOf(Scope.class);
          case "NONE" -> Set.of();
          default -> Set.of(Scope.valueOf(scopes));
        };
    Principal principal =
        switch (who) {
          case "staff" -> new Principal.Staff(TOKEN, "s", held);
          case "member" -> new Principal.Member(TOKEN, OWN, "m", held);
          default -> {
            var holder = new Principal.Holder(MEMBER, Role.parse(who).orElseThrow());
            yield new Principal.Member(TOKEN, OWN, "m", held, Optional.of(holder));
          }
        };
    Access.Verb wanted =
        verb.equals("STAFF")
            ? new Access.Verb(Scope.ADMIN, true)
            : new Access.Verb(Scope.valueOf(verb), false);
    Optional<OrgId> place =
        switch (where) {
          case "own" -> Optional.of(OWN);
          case "other" -> Optional.of(OTHER);
          default -> Optional.empty();
        };
    String found =
        switch (Access.decide(principal, wanted, place)) {
          case Access.Decision.Allowed _ -> "allowed";
          case Access.Decision.Hidden _ -> "hidden";
          case Access.Decision.Refused(String why) -> {
            assertThat(why).isNotBlank();
            yield "refused";
          }
        };
    assertThat(found).isEqualTo(decided);
  }
}
