package io.bowline.control.member.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.member.ServiceAccount;
import io.bowline.control.member.ServiceAccountStore;
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

/// Rows of members that are no persons.
@Singleton
public final class ServiceAccountRows implements ServiceAccountStore {
  private static final String STANDING =
      " from member where org = :org and kind = 'service' and removed_at is null ";
  private static final String ACCOUNT = "select id, name, role, joined_at, invited_by" + STANDING;

  @Override
  public void insert(Tx tx, OrgId org, ServiceAccount account) {
    handle(tx)
        .createUpdate(
            """
            insert into member (org, id, kind, name, role, joined_at, invited_by)
            values (:org, :id, 'service', :name, :role, :created, :by)
            """)
        .bind("org", org.value())
        .bind("id", account.id().value())
        .bind("name", account.name())
        .bind("role", account.role().text())
        .bind("created", account.createdAt().atOffset(ZoneOffset.UTC))
        .bind("by", account.createdBy())
        .execute();
  }

  @Override
  public Optional<ServiceAccount> find(Tx tx, OrgId org, MemberId id) {
    return handle(tx)
        .createQuery(ACCOUNT + "and id = :id")
        .bind("org", org.value())
        .bind("id", id.value())
        .map((row, context) -> account(row))
        .findOne();
  }

  @Override
  public List<ServiceAccount> list(Tx tx, OrgId org, String afterName, int limit) {
    return handle(tx)
        .createQuery(ACCOUNT + "and name > :after order by name limit :limit")
        .bind("org", org.value())
        .bind("after", afterName)
        .bind("limit", limit)
        .map((row, context) -> account(row))
        .list();
  }

  @Override
  public int count(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery("select count(*)" + STANDING)
        .bind("org", org.value())
        .mapTo(Integer.class)
        .one();
  }

  private static ServiceAccount account(ResultSet row) throws SQLException {
    return new ServiceAccount(
        new MemberId(row.getObject("id", UUID.class)),
        row.getString("name"),
        Role.parse(row.getString("role")).orElse(Role.VIEWER),
        row.getObject("joined_at", OffsetDateTime.class).toInstant(),
        row.getString("invited_by"));
  }
}
