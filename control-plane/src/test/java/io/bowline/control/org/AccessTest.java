package io.bowline.control.org;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.id.FleetId;
import io.bowline.model.id.InstallId;
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
  private static final InstallId INSTALL = new InstallId(new UUID(4, 4));
  private static final FleetId FLEET = new FleetId(new UUID(3, 6));
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
    "staff,  READ,  READ,    own,     refused",
    "staff,  READ,  READ,    other,   refused",
    "staff,  READ,  READ,    nowhere, allowed",
    "staff,  READ,  VENDOR,  own,     allowed",
    "staff,  NONE,  VENDOR,  own,     refused",
    "staff,  ALL,   LASTING, own,     refused",
    "staff,  ALL,   STAFF,   own,     allowed",
    "staff in,       READ, READ,    own, allowed",
    "staff in,       READ, WRITE,   own, refused",
    "staff in,       ALL,  ADMIN,   own, allowed",
    "staff in,       ALL,  LASTING, own, refused",
    "staff in,       ALL,  PERSON,  own, refused",
    "staff in,       ALL,  VENDOR,  own, allowed",
    "staff founding, ALL,  ADMIN,   own, allowed",
    "staff founding, ALL,  LASTING, own, allowed",
    "staff founding, READ, LASTING, own, refused",
    "staff founding, ALL,  PERSON,  own, refused",
    "member, ALL,   VENDOR,  own,     allowed",
    "member, ALL,   VENDOR,  other,   hidden",
    "member, ALL,   LASTING, own,     allowed",
    "admin,  ALL,   LASTING, own,     allowed",
    "viewer, ALL,   LASTING, own,     refused",
    "staff,  READ,  WRITE,   other,   refused",
    "staff,  READ,  STAFF,   nowhere, refused",
    "staff,  ALL,   STAFF,   nowhere, allowed",
    "staff,  ALL,   PUBLISH, other,   refused",
    "staff,  ALL,   PUBLISH, nowhere, allowed",
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
    "owner,    NONE,  READ,    own,     refused",
    "member,   ALL,   WRITE,   mine,    allowed",
    "viewer,   ALL,   WRITE,   mine,    refused",
    "staff,    ALL,   WRITE,   not mine, refused",
    "staff in, ALL,   WRITE,   not mine, allowed",
    "some,     ALL,   READ,    mine,    allowed",
    "some,     ALL,   WRITE,   mine,    allowed",
    "some,     READ,  WRITE,   mine,    refused",
    "some,     ALL,   READ,    not mine, elsewhere",
    "some,     ALL,   READ,    no install, elsewhere",
    "some,     ALL,   READ,    mine of another, hidden",
    "some,     ALL,   WRITE,   my fleet, allowed",
    "some,     READ,  WRITE,   my fleet, refused",
    "some,     ALL,   READ,    not my fleet, elsewhere",
    "some,     ALL,   READ,    no fleet, elsewhere",
    "some,     ALL,   READ,    my fleet of another, hidden",
    "member,   ALL,   WRITE,   my fleet, allowed",
    "some,     ALL,   READ,    own,     refused",
    "some,     ALL,   ADMIN,   own,     refused",
    "some,     ALL,   READ,    other,   hidden",
    "some,     ALL,   READ,    nowhere, allowed",
    "some,     ALL,   STAFF,   mine,    refused",
    "viewer,   ALL,   PERSON,  own,     allowed",
    "owner,    ALL,   PERSON,  own,     allowed",
    "owner,    ALL,   PERSON,  other,   hidden",
    "owner,    READ,  PERSON,  own,     refused",
    "viewer,   READ,  PERSON,  own,     allowed",
    "member,   ALL,   PERSON,  own,     refused",
    "some,     ALL,   PERSON,  own,     refused",
    "staff,    ALL,   PERSON,  own,     refused",
    "owner,    ALL,   OWNER,   own,     allowed",
    "owner,    ALL,   OWNER,   other,   hidden",
    "owner,    READ,  OWNER,   own,     refused",
    "admin,    ALL,   OWNER,   own,     refused",
    "member,   ALL,   OWNER,   own,     refused",
    "staff,    ALL,   OWNER,   own,     allowed"
  })
  void isDecidedByWhoWhatAndWhere(
      String who, String scopes, String verb, String where, String decided) {
    Principal principal = principal(who, held(scopes));
    Access.Verb wanted = verb(verb);
    Place place = place(where);
    String found =
        switch (Access.decide(principal, wanted, place, () -> entry(who))) {
          case Access.Decision.Allowed _ -> "allowed";
          case Access.Decision.Hidden _ -> "hidden";
          case Access.Decision.Elsewhere _ -> "elsewhere";
          case Access.Decision.Refused(String why) -> {
            assertThat(why).isNotBlank();
            yield "refused";
          }
        };
    assertThat(found).isEqualTo(decided);
  }

  private static Entry entry(String who) {
    return switch (who) {
      case "staff in" -> Entry.GRANTED;
      case "staff founding" -> Entry.FOUNDING;
      default -> Entry.NONE;
    };
  }

  private static Set<Scope> held(String scopes) {
    return switch (scopes) {
      case "ALL" -> EnumSet.allOf(Scope.class);
      case "NONE" -> Set.of();
      default -> Set.of(Scope.valueOf(scopes));
    };
  }

  private static Principal principal(String who, Set<Scope> held) {
    return switch (who) {
      case "staff", "staff in", "staff founding" -> new Principal.Staff(TOKEN, "s", held);
      case "member" -> new Principal.Member(TOKEN, OWN, "m", held);
      case "some" ->
          new Principal.Member(
              TOKEN,
              OWN,
              "m",
              held,
              Optional.empty(),
              Optional.of(new Only(Set.of(INSTALL), Set.of(FLEET))),
              Principal.Proof.TOKEN);
      default -> {
        var holder = new Principal.Holder(MEMBER, Role.parse(who).orElseThrow(), true);
        yield new Principal.Member(
            TOKEN, OWN, "m", held, Optional.of(holder), Optional.empty(), Principal.Proof.TOKEN);
      }
    };
  }

  private static Access.Verb verb(String verb) {
    return switch (verb) {
      case "STAFF" -> new Access.Verb(Scope.ADMIN, Access.Whom.STAFF);
      case "VENDOR" -> new Access.Verb(Scope.READ, Access.Whom.VENDOR);
      case "LASTING" -> new Access.Verb(Scope.ADMIN, Access.Whom.LASTING);
      case "OWNER" -> new Access.Verb(Scope.ADMIN, Access.Whom.OWNER);
      case "PERSON" -> new Access.Verb(Scope.READ, Access.Whom.PERSON);
      default -> new Access.Verb(Scope.valueOf(verb), Access.Whom.ANYBODY);
    };
  }

  private static Place place(String where) {
    return switch (where) {
      case "own" -> new Place.Organization(OWN);
      case "other" -> new Place.Organization(OTHER);
      case "mine" -> new Place.Install(OWN, Optional.of(INSTALL));
      case "not mine" -> new Place.Install(OWN, Optional.of(new InstallId(new UUID(4, 5))));
      case "no install" -> new Place.Install(OWN, Optional.empty());
      case "my fleet" -> new Place.Fleet(OWN, Optional.of(FLEET));
      case "not my fleet" -> new Place.Fleet(OWN, Optional.of(new FleetId(new UUID(4, 6))));
      case "no fleet" -> new Place.Fleet(OWN, Optional.empty());
      case "my fleet of another" -> new Place.Fleet(OTHER, Optional.of(FLEET));
      case "mine of another" -> new Place.Install(OTHER, Optional.of(INSTALL));
      default -> new Place.Nowhere();
    };
  }
}
