package io.bowline.control.sso;

import io.bowline.control.member.Acceptances;
import io.bowline.control.member.Member;
import io.bowline.control.member.ProvidedMembers;
import io.bowline.control.org.Role;
import io.bowline.control.platform.Tx;
import io.bowline.control.sso.SsoStore.Link;
import io.bowline.control.sso.SsoStore.Subject;
import io.bowline.model.id.OrgId;
import io.bowline.sso.Identity;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds out which member somebody is whom a provider names, makes them one where that may be, and
/// gives them the role that their groups say.
@Singleton
public final class Arrivals {
  private final ProvidedMembers people;
  private final Acceptances invited;
  private final SsoStore store;
  private final TeamStore teams;

  public Arrivals(ProvidedMembers people, Acceptances invited, SsoStore store, TeamStore teams) {
    this.people = people;
    this.invited = invited;
    this.store = store;
    this.teams = teams;
  }

  /// What came of it.
  public sealed interface Outcome {
    /// It is this member, as they are now.
    record Arrived(Member member) implements Outcome {}

    /// They do not come in.
    ///
    /// @param why for people, a sentence
    record Refused(String why) implements Outcome {}
  }

  /// Lets somebody arrive, in the caller's transaction, which holds the organization's people.
  public Outcome arrive(Tx tx, OrgId org, SsoSetting setting, Identity who) {
    List<Team> theirs =
        teams.list(tx, org).stream().filter(team -> who.groups().contains(team.group())).toList();
    Optional<Role> granted = granted(setting, who, theirs);
    var subject = new Subject(setting.client().issuer(), who.subject());
    Optional<Link> link = store.link(tx, org, subject);
    Optional<Member> linked = link.flatMap(known -> people.find(tx, org, known.member()));
    Outcome outcome =
        linked.isPresent()
            ? known(tx, org, setting, new Known(subject, link.get(), linked.get()), granted)
            : stranger(tx, org, setting, who, link.isPresent(), granted);
    if (outcome instanceof Outcome.Arrived(Member member)) {
      teams.put(tx, org, member.id(), theirs.stream().map(Team::id).toList());
    }
    return outcome;
  }

  private static Optional<Role> granted(SsoSetting setting, Identity who, List<Team> theirs) {
    Stream<Role> mapped =
        who.groups().stream()
            .map(group -> Optional.ofNullable(setting.roles().get(group)))
            .flatMap(Optional::stream);
    return Stream.concat(mapped, theirs.stream().map(Team::role)).max(Comparator.naturalOrder());
  }

  private record Known(Subject subject, Link link, Member member) {}

  /// The role of whom people have invited is people's to give, until a group that is named gives
  /// one.
  private Outcome known(Tx tx, OrgId org, SsoSetting setting, Known known, Optional<Role> granted) {
    Member member = known.member();
    boolean governed = known.link().governed() || granted.isPresent();
    store.link(tx, org, known.subject(), new Link(member.id(), governed));
    if (!governed) {
      return new Outcome.Arrived(member);
    }
    Optional<Role> role = granted.or(() -> setting.standing().otherwise());
    if (role.isPresent()) {
      return new Outcome.Arrived(people.follow(tx, org, member, role.get()));
    }
    if (people.shutOut(tx, org, member)) {
      store.unlink(tx, org, known.subject());
    }
    return new Outcome.Refused(
        "None of your groups has a role here any more. Ask whoever keeps them at the provider.");
  }

  private Outcome stranger(
      Tx tx, OrgId org, SsoSetting setting, Identity who, boolean removed, Optional<Role> granted) {
    var subject = new Subject(setting.client().issuer(), who.subject());
    Optional<String> email =
        who.email().filter(it -> who.emailVerified() || setting.standing().trustEmails());
    Optional<Member> same = email.flatMap(address -> people.byEmail(tx, org, address));
    if (same.isPresent()) {
      return store.isAnother(tx, org, same.get().id(), subject)
          ? new Outcome.Refused(
              "Your address is that of a member who is somebody else at the provider. An owner or"
                  + " admin has to remove that member first.")
          : known(
              tx,
              org,
              setting,
              new Known(subject, new Link(same.get().id(), false), same.get()),
              granted);
    }
    Optional<Member> guest =
        email.flatMap(address -> invited.byAddress(tx, org, address, name(who, address)));
    if (guest.isPresent()) {
      var link = new Link(guest.get().id(), false);
      return known(tx, org, setting, new Known(subject, link, guest.get()), granted);
    }
    if (removed) {
      return new Outcome.Refused(
          "You were removed from this organization. Ask an owner or admin for an invitation.");
    }
    if (!setting.standing().joining()) {
      return new Outcome.Refused(
          "You are no member of this organization. Ask an owner or admin for an invitation to the"
              + " address that your provider knows you by.");
    }
    if (email.isEmpty()) {
      return new Outcome.Refused(
          "The provider names no address of yours that it has verified, and you cannot join"
              + " without.");
    }
    return granted
        .or(() -> setting.standing().otherwise())
        .map(role -> joined(tx, org, subject, email.get(), name(who, email.get()), role))
        .orElseGet(() ->
            new Outcome.Refused(
                "None of your groups has a role here. Ask whoever keeps them at the"
                    + " provider."));
  }

  private static String name(Identity who, String email) {
    return who.name().orElseGet(() -> email.split("@", 2)[0]);
  }

  private Outcome joined(Tx tx, OrgId org, Subject subject, String email, String name, Role role) {
    Optional<Member> member = people.join(tx, org, email, name, role);
    if (member.isEmpty()) {
      return new Outcome.Refused("The organization has as many members as it may have.");
    }
    store.link(tx, org, subject, new Link(member.get().id(), true));
    return new Outcome.Arrived(member.get());
  }
}
