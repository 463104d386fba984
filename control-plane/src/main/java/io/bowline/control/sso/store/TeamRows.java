package io.bowline.control.sso.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.org.Role;
import io.bowline.control.platform.Tx;
import io.bowline.control.sso.Team;
import io.bowline.control.sso.TeamStore;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Rows of teams and who is of them.
@Singleton
public final class TeamRows implements TeamStore {
  private static final String TEAM =
      """
      select t.id, t.name, t.provider_group, t.role, t.created_by, t.created_at,
        (select count(*) from team_member tm
           join member m on m.org = tm.org and m.id = tm.member and m.removed_at is null
         where tm.org = t.org and tm.team = t.id) as members
      from team t where t.org = :org
      """;

  @Override
  public boolean insert(Tx tx, OrgId org, New team) {
    return handle(tx)
            .createUpdate(
                """
                insert into team (org, id, name, provider_group, role, created_by)
                values (:org, :id, :name, :group, :role, :by) on conflict (org, name) do nothing
                """)
            .bind("org", org.value())
            .bind("id", team.id().value())
            .bind("name", team.name())
            .bind("group", team.group())
            .bind("role", team.role().text())
            .bind("by", team.by())
            .execute()
        == 1;
  }

  @Override
  public List<Team> list(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery(TEAM + " order by t.name")
        .bind("org", org.value())
        .map((row, context) -> team(row))
        .list();
  }

  @Override
  public Optional<Team> find(Tx tx, OrgId org, String name) {
    return handle(tx)
        .createQuery(TEAM + " and t.name = :name")
        .bind("org", org.value())
        .bind("name", name)
        .map((row, context) -> team(row))
        .findOne();
  }

  @Override
  public void map(Tx tx, OrgId org, TokenId id, String group, Role role) {
    handle(tx)
        .createUpdate(
            """
            update team set provider_group = :group, role = :role where org = :org and id = :id
            """)
        .bind("org", org.value())
        .bind("id", id.value())
        .bind("group", group)
        .bind("role", role.text())
        .execute();
  }

  @Override
  public void delete(Tx tx, OrgId org, TokenId id) {
    handle(tx)
        .createUpdate("delete from team where org = :org and id = :id")
        .bind("org", org.value())
        .bind("id", id.value())
        .execute();
  }

  @Override
  public void put(Tx tx, OrgId org, MemberId member, List<TokenId> teams) {
    List<UUID> ids = teams.stream().map(TokenId::value).toList();
    handle(tx)
        .createUpdate(
            "delete from team_member where org = :org and member = :member"
                + " and team <> all (:teams)")
        .bind("org", org.value())
        .bind("member", member.value())
        .bindArray("teams", UUID.class, ids)
        .execute();
    handle(tx)
        .createUpdate(
            """
            insert into team_member (org, team, member)
            select :org, id, :member from unnest(:teams) as id on conflict do nothing
            """)
        .bind("org", org.value())
        .bind("member", member.value())
        .bindArray("teams", UUID.class, ids)
        .execute();
  }

  private static Team team(ResultSet row) throws SQLException {
    return new Team(
        new TokenId(row.getObject("id", UUID.class)),
        row.getString("name"),
        row.getString("provider_group"),
        Role.parse(row.getString("role")).orElse(Role.VIEWER),
        row.getInt("members"),
        row.getString("created_by"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
