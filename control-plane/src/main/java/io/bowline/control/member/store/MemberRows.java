package io.bowline.control.member.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.member.Member;
import io.bowline.control.member.MemberStore;
import io.bowline.control.org.Role;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;

/// Rows of members.
@Singleton
public final class MemberRows implements MemberStore {
  private static final String MEMBER =
      "select id, email, name, role, joined_at, invited_by from member"
          + " where org = :org and removed_at is null and kind = 'person' ";

  /// On the organization's own row, but not so that rows which refer to it would have to wait.
  @Override
  public void lock(Tx tx, OrgId org) {
    handle(tx)
        .createQuery("select 1 from organization where org = :org for no key update")
        .bind("org", org.value())
        .mapTo(Integer.class)
        .one();
  }

  @Override
  public void insert(Tx tx, OrgId org, Member member) {
    handle(tx)
        .createUpdate(
            """
            insert into member (org, id, email, name, role, joined_at, invited_by)
            values (:org, :id, :email, :name, :role, :joined, :invited)
            """)
        .bind("org", org.value())
        .bind("id", member.id().value())
        .bind("email", member.email())
        .bind("name", member.name())
        .bind("role", member.role().text())
        .bind("joined", member.joinedAt().atOffset(ZoneOffset.UTC))
        .bind("invited", member.invitedBy())
        .execute();
  }

  @Override
  public Optional<Member> find(Tx tx, OrgId org, MemberId id) {
    return one(
        handle(tx)
            .createQuery(MEMBER + "and id = :id")
            .bind("org", org.value())
            .bind("id", id.value()));
  }

  @Override
  public Optional<Member> byEmail(Tx tx, OrgId org, String email) {
    return one(
        handle(tx)
            .createQuery(MEMBER + "and email = :email")
            .bind("org", org.value())
            .bind("email", email));
  }

  private static Optional<Member> one(Query query) {
    return query.map((row, context) -> member(row)).findOne();
  }

  @Override
  public List<Member> list(Tx tx, OrgId org, String afterEmail, int limit) {
    return handle(tx)
        .createQuery(MEMBER + "and email > :after order by email limit :limit")
        .bind("org", org.value())
        .bind("after", afterEmail)
        .bind("limit", limit)
        .map((row, context) -> member(row))
        .list();
  }

  @Override
  public void assign(Tx tx, OrgId org, MemberId id, Role role) {
    handle(tx)
        .createUpdate("update member set role = :role where org = :org and id = :id")
        .bind("org", org.value())
        .bind("id", id.value())
        .bind("role", role.text())
        .execute();
  }

  @Override
  public void remove(Tx tx, OrgId org, MemberId id) {
    handle(tx)
        .createUpdate(
            "update member set removed_at = clock_timestamp() where org = :org and id = :id")
        .bind("org", org.value())
        .bind("id", id.value())
        .execute();
  }

  @Override
  public Optional<Role> role(Tx tx, OrgId org, MemberId id) {
    return handle(tx)
        .createQuery("select role from member where org = :org and id = :id and removed_at is null")
        .bind("org", org.value())
        .bind("id", id.value())
        .mapTo(String.class)
        .findOne()
        .flatMap(Role::parse);
  }

  @Override
  public int count(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery(
            "select count(*) from member where org = :org and removed_at is null"
                + " and kind = 'person'")
        .bind("org", org.value())
        .mapTo(Integer.class)
        .one();
  }

  @Override
  public boolean hasOwner(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery(
            """
            select exists (select 1 from member where org = :org
              and role = 'owner' and removed_at is null)
            """)
        .bind("org", org.value())
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public boolean otherOwner(Tx tx, OrgId org, MemberId than) {
    return handle(tx)
        .createQuery(
            """
            select exists (select 1 from member where org = :org and id <> :id
              and role = 'owner' and removed_at is null)
            """)
        .bind("org", org.value())
        .bind("id", than.value())
        .mapTo(Boolean.class)
        .one();
  }

  private static Member member(ResultSet row) throws SQLException {
    return new Member(
        new MemberId(row.getObject("id", UUID.class)),
        row.getString("email"),
        row.getString("name"),
        Role.parse(row.getString("role")).orElse(Role.VIEWER),
        row.getObject("joined_at", OffsetDateTime.class).toInstant(),
        row.getString("invited_by"));
  }
}
