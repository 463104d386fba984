package io.bowline.control.sso;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.member.ProvidedMembers;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Role;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.sso.TeamChange.Conflict;
import io.bowline.control.sso.TeamChange.Made;
import io.bowline.control.sso.TeamChange.NotAllowed;
import io.bowline.control.sso.TeamChange.Refused;
import io.bowline.control.sso.TeamChange.Unknown;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Teams: groups of the provider's that have a role here. Who is of one is seen at each sign-in.
@Singleton
public final class Teams {
  private static final Pattern NAME = Pattern.compile("[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final int LONGEST_GROUP = 256;
  private static final int MOST = 200;

  private final Transactions transactions;
  private final TeamStore store;
  private final ProvidedMembers people;
  private final Audit audit;
  private final Ids ids;

  public Teams(
      Transactions transactions, TeamStore store, ProvidedMembers people, Audit audit, Ids ids) {
    this.transactions = transactions;
    this.store = store;
    this.people = people;
    this.audit = audit;
    this.ids = ids;
  }

  /// In order of their names.
  public List<Team> list(OrgId org) {
    return transactions.inOrg(org, tx -> store.list(tx, org));
  }

  /// Makes one, in the caller's transaction.
  public TeamChange create(Tx tx, OrgId org, String name, String group, Role role, Principal by) {
    if (!NAME.matcher(name).matches()) {
      return new Refused("name", "must be a DNS label: a-z, 0-9 and -, at most 63 characters");
    }
    Optional<TeamChange> no = barred(tx, org, group, role, by);
    if (no.isPresent()) {
      return no.get();
    }
    if (store.list(tx, org).size() >= MOST) {
      return new Conflict("There are %d teams already; delete some first.".formatted(MOST));
    }
    var team = new TeamStore.New(new TokenId(ids.get()), name, group, role, by.actor());
    if (!store.insert(tx, org, team)) {
      return new Conflict("There is a team %s already. Change that one.".formatted(name));
    }
    record(tx, org, by, "team.create", name, "{\"after\":{\"role\":\"%s\"}}", role);
    return new Made(store.find(tx, org, name).orElseThrow());
  }

  private Optional<TeamChange> barred(Tx tx, OrgId org, String group, Role role, Principal by) {
    if (group.isBlank() || group.length() > LONGEST_GROUP || group.indexOf('\u0000') >= 0) {
      return Optional.of(new Refused("group", "must have 1 to 256 characters"));
    }
    people.hold(tx, org);
    return people.refusal(tx, org, by, role).map(NotAllowed::new);
  }

  /// Has a team be another group, or have another role. It counts from each member's next sign-in.
  public TeamChange map(OrgId org, String name, String group, Role role, Principal by) {
    return with(
        org,
        name,
        by,
        (tx, before) -> {
          Optional<TeamChange> no = barred(tx, org, group, role, by);
          if (no.isPresent()) {
            return no.get();
          }
          store.map(tx, org, before.id(), group, role);
          record(tx, org, by, "team.map", name, "{\"after\":{\"role\":\"%s\"}}", role);
          return new Made(store.find(tx, org, name).orElseThrow());
        });
  }

  /// Deletes one. What it gave counts until each member's next sign-in.
  public TeamChange delete(OrgId org, String name, Principal by) {
    return with(
        org,
        name,
        by,
        (tx, before) -> {
          store.delete(tx, org, before.id());
          String detail = "{\"before\":{\"role\":\"%s\"}}";
          record(tx, org, by, "team.delete", name, detail, before.role());
          return new Made(before);
        });
  }

  private interface Work extends java.util.function.BiFunction<Tx, Team, TeamChange> {}

  /// What is done to a team whose role is above one's own is not done.
  private TeamChange with(OrgId org, String name, Principal by, Work work) {
    Function<Tx, TeamChange> all =
        tx -> {
          people.hold(tx, org);
          Optional<Team> before = store.find(tx, org, name);
          if (before.isEmpty()) {
            return new Unknown();
          }
          return people
              .refusal(tx, org, by, before.get().role())
              .<TeamChange>map(NotAllowed::new)
              .orElseGet(() -> work.apply(tx, before.get()));
        };
    return transactions.inOrg(org, all);
  }

  private void record(
      Tx tx, OrgId org, Principal by, String action, String name, String detail, Role role) {
    String told = detail.formatted(role.text());
    audit.record(tx, org, new AuditEntry(by.actor(), action, "team/" + name, told));
  }
}
