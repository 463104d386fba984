package io.bowline.control.dataplane.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.dataplane.SilentFleets;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/// Finds them by what was told last.
@ApplicationScoped
public class PgSilentFleets implements SilentFleets {
  @Override
  public List<Silent> silent(Tx tx, Duration allowed, int limit) {
    return handle(tx)
        .createQuery(
            """
            select f.org, f.id, r.told_at from fleet f
            join readiness r on r.org = f.org and r.install = f.install
            where f.status = 'Healthy' and r.told_at < now() - make_interval(secs => :allowed)
            limit :limit
            """)
        .bind("allowed", (double) allowed.toSeconds())
        .bind("limit", limit)
        .map((row, _) ->
            new Silent(
                new OrgId(row.getObject("org", UUID.class)),
                new FleetId(row.getObject("id", UUID.class)),
                row.getObject("told_at", OffsetDateTime.class).toInstant()))
        .list();
  }
}
