package io.bowline.control.readiness.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.control.platform.Tx;
import io.bowline.control.platform.store.StoredChecks;
import io.bowline.control.readiness.LastReadiness;
import io.bowline.control.readiness.ReadinessStore;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.probe.Check;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// One row of each install whose runner has told something.
@ApplicationScoped
public class PgReadinessStore implements ReadinessStore {
  @Override
  public void put(Tx tx, OrgId org, InstallId install, List<Check> checks) {
    ArrayNode document = JsonNodeFactory.instance.arrayNode();
    StoredChecks.write(document, checks);
    handle(tx)
        .createUpdate(
            """
            insert into readiness (org, install, checks)
            values (:org, :install, cast(:checks as jsonb))
            on conflict (org, install) do update
            set checks = excluded.checks, told_at = now()
            """)
        .bind("org", org.value())
        .bind("install", install.value())
        .bind("checks", document.toString())
        .execute();
  }

  @Override
  public Optional<LastReadiness> last(Tx tx, OrgId org, InstallId install) {
    return handle(tx)
        .createQuery(
            """
            select checks::text as checks, told_at from readiness
            where org = :org and install = :install
            """)
        .bind("org", org.value())
        .bind("install", install.value())
        .map((row, _) ->
            new LastReadiness(
                StoredChecks.read(StoredChecks.document(row.getString("checks"))),
                row.getObject("told_at", OffsetDateTime.class).toInstant()))
        .findOne();
  }
}
