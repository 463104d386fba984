package io.bowline.control.offer.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.catalog.ReleaseName;
import io.bowline.control.offer.Pin;
import io.bowline.control.offer.PinStore;
import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

/// Rows of pins.
@ApplicationScoped
public class PgPinStore implements PinStore {
  private static final UUID WHOLE = new UUID(0, 0);
  private static final String KEY =
      "p.org = :org and p.product = :product and p.install = :install";
  private static final String SELECT =
      """
      select p.product, p.install, p.channel, p.release, r.version, p.reason, p.pinned_by,
        p.pinned_at
      from pin p left join release r on r.digest = p.release
      """;

  @Override
  public void put(Tx tx, Key key, Pin pin) {
    var update =
        key(
            handle(tx)
                .createUpdate(
                    """
                    insert into pin (org, product, install, channel, release, reason, pinned_by)
                    values (:org, :product, :install, :channel, :release, :reason, :by)
                    on conflict (org, product, install) do update set channel = :channel,
                      release = :release, reason = :reason, pinned_by = :by, pinned_at = now()
                    """),
            key);
    String channel = pin.to() instanceof Pin.To.Channel(String name) ? name : null;
    String release =
        pin.to() instanceof Pin.To.Release(ReleaseName name) ? name.digest().toString() : null;
    update
        .bindByType("channel", channel, String.class)
        .bindByType("release", release, String.class)
        .bind("reason", pin.reason())
        .bind("by", pin.by())
        .execute();
  }

  @Override
  public boolean remove(Tx tx, Key key) {
    return key(handle(tx).createUpdate("delete from pin p where " + KEY), key).execute() > 0;
  }

  @Override
  public Optional<Pin> find(Tx tx, Key key) {
    return key(handle(tx).createQuery(SELECT + "where " + KEY), key)
        .map((row, _) -> pin(row))
        .findOne();
  }

  @Override
  public List<Pin> whole(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery(SELECT + "where p.org = :org and p.install = :install order by p.product")
        .bind("org", org.value())
        .bind("install", WHOLE)
        .map((row, _) -> pin(row))
        .list();
  }

  private static <S extends SqlStatement<S>> S key(S statement, Key key) {
    return statement
        .bind("org", key.org().value())
        .bind("product", key.product())
        .bind("install", key.install().map(InstallId::value).orElse(WHOLE));
  }

  private static Pin pin(ResultSet row) throws SQLException {
    String channel = row.getString("channel");
    return new Pin(
        row.getString("product"),
        row.getObject("install", UUID.class).equals(WHOLE),
        channel == null
            ? new Pin.To.Release(
                new ReleaseName(Digest.parse(row.getString("release")), row.getString("version")))
            : new Pin.To.Channel(channel),
        row.getString("reason"),
        row.getString("pinned_by"),
        row.getObject("pinned_at", OffsetDateTime.class).toInstant());
  }
}
