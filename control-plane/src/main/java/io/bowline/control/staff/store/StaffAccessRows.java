package io.bowline.control.staff.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.org.Entry;
import io.bowline.control.platform.Glance;
import io.bowline.control.platform.Tx;
import io.bowline.control.platform.store.OpenGlance;
import io.bowline.control.staff.StaffAccess;
import io.bowline.control.staff.StaffAccess.Done;
import io.bowline.control.staff.StaffAccess.State;
import io.bowline.control.staff.StaffAccessStore;
import io.bowline.control.staff.StaffPolicy;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

/// Rows of staff's accesses, which are never taken away.
@Singleton
public final class StaffAccessRows implements StaffAccessStore {
  /// What it lets in by at this moment.
  private static final String LASTS =
      " granted and ended_at is null and expires_at > clock_timestamp() ";

  private static final String WAITS =
      " granted is null and ended_at is null"
          + " and requested_at > clock_timestamp() - cast(:lapse as bigint) * interval '1 second' ";
  private static final String SELECT =
      "select id, staff, reason, hours, requested_at, decided_by, decided_at, expires_at, ended_by,"
          + " last_used_at,"
          + " ended_at, case when ended_at is not null then 'ended' when not granted then 'refused'"
          + " when"
          + LASTS
          + "then 'active' when"
          + WAITS
          + "then 'requested' else 'over' end as state from staff_access where org = :org ";

  @Override
  public Optional<StaffPolicy> policy(Tx tx, OrgId org) {
    return of(
            handle(tx)
                .createQuery("select rule, most_hours from staff_access_policy where org = :org"),
            org)
        .map((row, context) ->
            new StaffPolicy(
                StaffPolicy.Rule.parse(row.getString("rule")).orElse(StaffPolicy.Rule.NEVER),
                row.getInt("most_hours")))
        .findOne();
  }

  @Override
  public void setPolicy(Tx tx, OrgId org, StaffPolicy policy, String by) {
    of(
            handle(tx)
                .createUpdate(
                    """
                    insert into staff_access_policy (org, rule, most_hours, set_by)
                    values (:org, :rule, :hours, :by)
                    on conflict (org) do update set rule = excluded.rule,
                      most_hours = excluded.most_hours, set_by = excluded.set_by,
                      set_at = excluded.set_at
                    """),
            org)
        .bind("rule", policy.rule().text())
        .bind("hours", policy.mostHours())
        .bind("by", by)
        .execute();
  }

  /// On the organization's own row, but not so that rows which refer to it would have to wait.
  @Override
  public void lock(Tx tx, OrgId org) {
    of(handle(tx).createQuery("select 1 from organization where org = :org for no key update"), org)
        .mapTo(Integer.class)
        .findOne();
  }

  @Override
  public void used(Tx tx, OrgId org, String staff) {
    of(
            handle(tx)
                .createUpdate(
                    "update staff_access set last_used_at = clock_timestamp()"
                        + " where org = :org and staff = :staff and"
                        + LASTS
                        + "and (last_used_at is null"
                        + " or last_used_at < clock_timestamp() - interval '1 minute')"),
            org)
        .bind("staff", staff)
        .execute();
  }

  @Override
  public Door door(Glance glance, OrgId org, String staff) {
    return OpenGlance.first(
            glance,
            "select founding, granted, noted from bowline_staff_entry(?, ?)",
            row -> {
              Entry entry = entry(row);
              return new Door(entry, entry == Entry.GRANTED && !row.getBoolean("noted"));
            },
            org.value(),
            staff)
        .orElseThrow();
  }

  private static Entry entry(ResultSet row) throws SQLException {
    if (row.getBoolean("founding")) {
      return Entry.FOUNDING;
    }
    return row.getBoolean("granted") ? Entry.GRANTED : Entry.NONE;
  }

  @Override
  public void insert(Tx tx, OrgId org, Wish wish) {
    of(
            handle(tx)
                .createUpdate(
                    """
                    insert into staff_access (org, id, staff, reason, hours)
                    values (:org, :id, :staff, :reason, :hours)
                    """),
            org)
        .bind("id", wish.id())
        .bind("staff", wish.staff())
        .bind("reason", wish.reason())
        .bind("hours", wish.hours())
        .execute();
  }

  @Override
  public Optional<StaffAccess> find(Tx tx, OrgId org, UUID id, Duration lapse) {
    return of(handle(tx).createQuery(SELECT + "and id = :id"), org)
        .bind("id", id)
        .bind("lapse", lapse.toSeconds())
        .map((row, context) -> access(row))
        .findOne();
  }

  @Override
  public List<StaffAccess> list(
      Tx tx, OrgId org, Optional<UUID> before, Duration lapse, int limit) {
    return of(
            handle(tx)
                .createQuery(
                    SELECT
                        + "and (cast(:before as uuid) is null or id < :before)"
                        + " order by id desc limit :limit"),
            org)
        .bindByType("before", before.orElse(null), UUID.class)
        .bind("lapse", lapse.toSeconds())
        .bind("limit", limit)
        .map((row, context) -> access(row))
        .list();
  }

  @Override
  public List<StaffAccess> standing(Tx tx, OrgId org, Duration lapse) {
    return of(
            handle(tx).createQuery(SELECT + "and (" + LASTS + "or" + WAITS + ") order by id desc"),
            org)
        .bind("lapse", lapse.toSeconds())
        .map((row, context) -> access(row))
        .list();
  }

  @Override
  public int waiting(Tx tx, OrgId org, Duration lapse) {
    return of(
            handle(tx)
                .createQuery("select count(*) from staff_access where org = :org and" + WAITS),
            org)
        .bind("lapse", lapse.toSeconds())
        .mapTo(Integer.class)
        .one();
  }

  @Override
  public void grant(Tx tx, OrgId org, UUID id, String by) {
    decide(
        tx,
        org,
        id,
        by,
        "granted = true, expires_at = clock_timestamp() + hours * interval '1 hour'");
  }

  @Override
  public void refuse(Tx tx, OrgId org, UUID id, String by) {
    decide(tx, org, id, by, "granted = false");
  }

  private static void decide(Tx tx, OrgId org, UUID id, String by, String decision) {
    of(
            handle(tx)
                .createUpdate(
                    "update staff_access set decided_by = :by, decided_at = clock_timestamp(), "
                        + decision
                        + " where org = :org and id = :id"),
            org)
        .bind("id", id)
        .bind("by", by)
        .execute();
  }

  @Override
  public void end(Tx tx, OrgId org, UUID id, String by) {
    of(
            handle(tx)
                .createUpdate(
                    """
                    update staff_access set ended_by = :by, ended_at = clock_timestamp()
                    where org = :org and id = :id
                    """),
            org)
        .bind("id", id)
        .bind("by", by)
        .execute();
  }

  @Override
  public int endAll(Tx tx, OrgId org, String by) {
    return of(
            handle(tx)
                .createUpdate(
                    """
                    update staff_access set ended_by = :by, ended_at = clock_timestamp()
                    where org = :org and ended_at is null
                      and (granted is null or granted and expires_at > clock_timestamp())
                    """),
            org)
        .bind("by", by)
        .execute();
  }

  private static StaffAccess access(ResultSet row) throws SQLException {
    return new StaffAccess(
        row.getObject("id", UUID.class),
        row.getString("staff"),
        row.getString("reason"),
        row.getInt("hours"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        instant(row, "requested_at").orElseThrow(),
        done(row, "decided"),
        instant(row, "expires_at"),
        done(row, "ended"),
        instant(row, "last_used_at"));
  }

  private static Optional<Done> done(ResultSet row, String what) throws SQLException {
    Optional<Instant> at = instant(row, what + "_at");
    return at.isPresent()
        ? Optional.of(new Done(row.getString(what + "_by"), at.get()))
        : Optional.empty();
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private static <S extends SqlStatement<S>> S of(S statement, OrgId org) {
    return statement.bind("org", org.value());
  }
}
