package io.bowline.control.org.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.org.OrgStore;
import io.bowline.control.org.Organization;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Rows of organizations.
@Singleton
public final class OrgRows implements OrgStore {
  @Override
  public boolean insert(Tx tx, OrgId id, String name) {
    return handle(tx)
            .createUpdate(
                """
                insert into organization (org, name) select :org, :name
                where not exists (select 1 from organization_end where name = :name)
                on conflict do nothing
                """)
            .bind("org", id.value())
            .bind("name", name)
            .execute()
        == 1;
  }

  @Override
  public Optional<Organization> find(Tx tx, OrgId id) {
    return handle(tx)
        .createQuery("select org, name, created_at from organization where org = :org")
        .bind("org", id.value())
        .map((row, context) -> organization(row))
        .findOne();
  }

  @Override
  public Optional<Organization> named(Tx tx, String name) {
    return handle(tx)
        .createQuery("select org, name, created_at from organization where name = :name")
        .bind("name", name)
        .map((row, context) -> organization(row))
        .findOne();
  }

  @Override
  public List<Organization> list(Tx tx, String after, int limit) {
    return handle(tx)
        .createQuery(
            """
            select org, name, created_at from organization where name > :after
            order by name limit :limit
            """)
        .bind("after", after)
        .bind("limit", limit)
        .map((row, context) -> organization(row))
        .list();
  }

  private static Organization organization(ResultSet row) throws SQLException {
    return new Organization(
        new OrgId(row.getObject("org", UUID.class)),
        row.getString("name"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
