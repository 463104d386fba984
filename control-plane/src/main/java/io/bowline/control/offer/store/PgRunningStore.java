package io.bowline.control.offer.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.catalog.ReleaseName;
import io.bowline.control.offer.Offers;
import io.bowline.control.offer.Running;
import io.bowline.control.offer.RunningStore;
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

/// Reads installs with what they run and what they are offered, in one statement a page.
@ApplicationScoped
public class PgRunningStore implements RunningStore {
  private static final String SELECT =
      """
      select i.org, o.name as organization, i.id, i.name, i.product, i.status, i.heard_at,
        i.release, r.version, case when r.yanked_at is null then null
          else coalesce(r.yank_reason, '') end as yanked,
        coalesce(p.channel, k.version) as pinned,
        t.digest as next, t.version as next_version,
        coalesce(t.sequence < r.sequence, false) as needs_return
      from install i
      join organization o on o.org = i.org
      left join release r on r.digest = i.release
      left join pin own on own.org = i.org and own.product = i.product and own.install = i.id
      left join pin whole on whole.org = i.org and whole.product = i.product
        and whole.install = '00000000-0000-0000-0000-000000000000'
      cross join lateral (select
        case when own.org is null then whole.channel else own.channel end as channel,
        case when own.org is null then whole.release else own.release end as release) p
      left join release k on k.digest = p.release
      left join channel c on p.release is null and c.product = i.product
        and c.name = coalesce(p.channel, :usual)
      left join release t on t.digest = coalesce(p.release, c.digest)
        and t.digest is distinct from i.release and t.yanked_at is null
      """;

  @Override
  public List<Running> list(Tx tx, Running.Which which, Optional<Running.Place> after, int limit) {
    String where =
        "where i.served_by = 'runner'"
            + which.product().map(_ -> " and i.product = :product").orElse("")
            + which.release().map(_ -> " and i.release = :release").orElse("")
            + which.org().map(_ -> " and i.org = :org").orElse("")
            + which.yanked().map(is -> is(is, "r.yanked_at is not null")).orElse("")
            + which.behind().map(is -> is(is, "t.digest is not null")).orElse("")
            + after.map(_ -> " and (i.org, i.id) > (:afterOrg, :afterInstall)").orElse("");
    var query =
        handle(tx)
            .createQuery(SELECT + where + " order by i.org, i.id limit :limit")
            .bind("usual", Offers.USUAL)
            .bind("limit", limit);
    which.product().ifPresent(product -> query.bind("product", product));
    which.release().ifPresent(release -> query.bind("release", release.toString()));
    which.org().ifPresent(org -> query.bind("org", org.value()));
    after.ifPresent(place ->
        query.bind("afterOrg", place.org().value()).bind("afterInstall", place.install().value()));
    return query.map((row, _) -> running(row)).list();
  }

  private static String is(boolean wanted, String condition) {
    return " and " + (wanted ? "" : "not ") + "(" + condition + ")";
  }

  private static Running running(ResultSet row) throws SQLException {
    return new Running(
        new OrgId(row.getObject("org", UUID.class)),
        row.getString("organization"),
        new InstallId(row.getObject("id", UUID.class)),
        row.getString("name"),
        row.getString("product"),
        row.getString("status"),
        Optional.ofNullable(row.getObject("heard_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        name(row, "release", "version"),
        Optional.ofNullable(row.getString("yanked")),
        Optional.ofNullable(row.getString("pinned")),
        name(row, "next", "next_version"),
        row.getBoolean("needs_return"));
  }

  /// A release that an earlier version has reported may be unknown here: then by its digest alone.
  private static Optional<ReleaseName> name(ResultSet row, String digest, String version)
      throws SQLException {
    String found = row.getString(digest);
    String known = row.getString(version);
    return found == null
        ? Optional.empty()
        : Optional.of(new ReleaseName(Digest.parse(found), known == null ? "" : known));
  }
}
