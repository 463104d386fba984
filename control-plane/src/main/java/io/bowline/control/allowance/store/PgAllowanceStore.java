package io.bowline.control.allowance.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.allowance.AllowanceStore;
import io.bowline.control.allowance.OwnAllowance;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Optional;

/// Rows of allowances, and one a day of what was pulled.
@ApplicationScoped
public class PgAllowanceStore implements AllowanceStore {
  private static final int DAYS_KEPT = 35;

  @Override
  public void put(Tx tx, OrgId org, OwnAllowance own) {
    handle(tx)
        .createUpdate(
            """
            insert into artifact_allowance (org, requests_per_second, transfers, bytes_per_day,
              bytes_stored, repositories, set_by)
            values (:org, :requests, :transfers, :bytes, :stored, :repositories, :by)
            on conflict (org) do update set requests_per_second = :requests,
              transfers = :transfers, bytes_per_day = :bytes, bytes_stored = :stored,
              repositories = :repositories, set_by = :by, set_at = now()
            """)
        .bind("org", org.value())
        .bindByType("requests", own.requestsPerSecond().orElse(null), Integer.class)
        .bindByType("transfers", own.transfers().orElse(null), Integer.class)
        .bindByType("bytes", own.bytesPerDay().orElse(null), Long.class)
        .bindByType("stored", own.bytesStored().orElse(null), Long.class)
        .bindByType("repositories", own.repositories().orElse(null), Integer.class)
        .bind("by", own.by())
        .execute();
  }

  @Override
  public boolean remove(Tx tx, OrgId org) {
    return handle(tx)
            .createUpdate("delete from artifact_allowance where org = :org")
            .bind("org", org.value())
            .execute()
        > 0;
  }

  @Override
  public Optional<OwnAllowance> find(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery(
            """
            select requests_per_second, transfers, bytes_per_day, bytes_stored, repositories, set_by
            from artifact_allowance where org = :org
            """)
        .bind("org", org.value())
        .map((row, _) ->
            new OwnAllowance(
                Optional.ofNullable(row.getObject("requests_per_second", Integer.class)),
                Optional.ofNullable(row.getObject("transfers", Integer.class)),
                Optional.ofNullable(row.getObject("bytes_per_day", Long.class)),
                Optional.ofNullable(row.getObject("bytes_stored", Long.class)),
                Optional.ofNullable(row.getObject("repositories", Integer.class)),
                row.getString("set_by")))
        .findOne();
  }

  @Override
  public long pulled(Tx tx, OrgId org, LocalDate day, long more) {
    if (more > 0) {
      handle(tx)
          .createUpdate("delete from artifact_pulled where org = :org and day < :oldest")
          .bind("org", org.value())
          .bind("oldest", day.minusDays(DAYS_KEPT))
          .execute();
      return handle(tx)
          .createQuery(
              """
              insert into artifact_pulled (org, day, bytes) values (:org, :day, :more)
              on conflict (org, day) do update set bytes = artifact_pulled.bytes + :more
              returning bytes
              """)
          .bind("org", org.value())
          .bind("day", day)
          .bind("more", more)
          .mapTo(Long.class)
          .one();
    }
    return handle(tx)
        .createQuery("select bytes from artifact_pulled where org = :org and day = :day")
        .bind("org", org.value())
        .bind("day", day)
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }
}
