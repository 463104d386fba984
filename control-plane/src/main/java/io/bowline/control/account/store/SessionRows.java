package io.bowline.control.account.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.account.Session;
import io.bowline.control.account.SessionStore;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Role;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Rows of sessions: the hash, never the text.
@Singleton
public final class SessionRows implements SessionStore {
  private static final String COLUMNS =
      "id, member, method, source, program, created_at, last_used_at, last_used_at + idle as idle_at,"
          + " expires_at, ended_at";
  private static final String LASTS =
      " s.ended_at is null and s.expires_at > clock_timestamp()"
          + " and s.last_used_at + s.idle > clock_timestamp() ";
  private static final String END =
      "update sign_in_session s set ended_at = clock_timestamp()"
          + " where s.org = :org and s.member = :member and"
          + LASTS;

  /// @param stale whether it was used, but not said to be, for a minute
  private record Bearer(Principal who, boolean stale) {}

  @Override
  public void insert(Tx tx, OrgId org, Beginning session, byte[] hash) {
    handle(tx)
        .createUpdate(
            """
            insert into sign_in_session
              (org, id, member, hash, method, source, program, idle, expires_at)
            values (:org, :id, :member, :hash, :method, :source, :program,
              cast(:idle as bigint) * interval '1 millisecond',
              clock_timestamp() + cast(:life as bigint) * interval '1 millisecond')
            """)
        .bind("org", org.value())
        .bind("id", session.id().value())
        .bind("member", session.member().value())
        .bind("hash", hash)
        .bind("method", session.method())
        .bind("source", session.from().source())
        .bind("program", session.from().program())
        .bind("idle", session.life().idle().toMillis())
        .bind("life", session.life().whole().toMillis())
        .execute();
  }

  @Override
  public Optional<Principal> bearer(Tx tx, byte[] hash) {
    Optional<Bearer> found =
        handle(tx)
            .createQuery(
                """
                select s.id, s.org, s.member, m.role,
                  s.last_used_at < clock_timestamp() - interval '1 minute' as stale
                from sign_in_session s
                  join member m on m.org = s.org and m.id = s.member and m.removed_at is null
                where s.hash = :hash and
                """
                    + LASTS)
            .bind("hash", hash)
            .map((row, context) -> new Bearer(person(row), row.getBoolean("stale")))
            .findOne();
    found.filter(Bearer::stale).ifPresent(_ -> used(tx, hash));
    return found.map(Bearer::who);
  }

  private static void used(Tx tx, byte[] hash) {
    handle(tx)
        .createUpdate(
            "update sign_in_session set last_used_at = clock_timestamp() where hash = :hash")
        .bind("hash", hash)
        .execute();
  }

  /// A role that this version does not know lets its holder do the least.
  private static Principal person(ResultSet row) throws SQLException {
    Role role = Role.parse(row.getString("role")).orElse(Role.VIEWER);
    var holder = new Principal.Holder(member(row), role, true);
    var org = new OrgId(row.getObject("org", UUID.class));
    return Principal.Member.signedIn(id(row), org, holder);
  }

  @Override
  public Optional<Session> find(Tx tx, OrgId org, TokenId id) {
    return handle(tx)
        .createQuery("select " + COLUMNS + " from sign_in_session where org = :org and id = :id")
        .bind("org", org.value())
        .bind("id", id.value())
        .map((row, context) -> session(row))
        .findOne();
  }

  @Override
  public List<Session> list(Tx tx, OrgId org, MemberId member) {
    return handle(tx)
        .createQuery(
            "select "
                + COLUMNS
                + " from sign_in_session s where s.org = :org and s.member = :member and"
                + LASTS
                + "order by id desc limit 1000")
        .bind("org", org.value())
        .bind("member", member.value())
        .map((row, context) -> session(row))
        .list();
  }

  @Override
  public boolean end(Tx tx, OrgId org, MemberId member, TokenId id) {
    return handle(tx)
            .createUpdate(END + "and s.id = :id")
            .bind("org", org.value())
            .bind("member", member.value())
            .bind("id", id.value())
            .execute()
        == 1;
  }

  @Override
  public int endAll(Tx tx, OrgId org, MemberId member, Optional<TokenId> but) {
    return handle(tx)
        .createUpdate(END + "and s.id is distinct from cast(:but as uuid)")
        .bind("org", org.value())
        .bind("member", member.value())
        .bindByType("but", but.map(TokenId::value).orElse(null), UUID.class)
        .execute();
  }

  @Override
  public int endAllBy(Tx tx, OrgId org, String method, Optional<TokenId> but) {
    return handle(tx)
        .createUpdate(
            "update sign_in_session s set ended_at = clock_timestamp()"
                + " where s.org = :org and s.method = :method and"
                + LASTS
                + "and s.id is distinct from cast(:but as uuid)")
        .bind("org", org.value())
        .bind("method", method)
        .bindByType("but", but.map(TokenId::value).orElse(null), UUID.class)
        .execute();
  }

  @Override
  public int trim(Tx tx, Duration age) {
    return handle(tx)
        .createUpdate(
            """
            delete from sign_in_session
            where expires_at < clock_timestamp() - cast(:age as bigint) * interval '1 millisecond'
            """)
        .bind("age", age.toMillis())
        .execute();
  }

  private static Session session(ResultSet row) throws SQLException {
    return new Session(
        id(row),
        member(row),
        row.getString("method"),
        new Session.Origin(row.getString("source"), row.getString("program")),
        instant(row, "created_at"),
        new Session.Times(
            instant(row, "last_used_at"),
            instant(row, "idle_at"),
            instant(row, "expires_at"),
            Optional.ofNullable(row.getObject("ended_at", OffsetDateTime.class))
                .map(OffsetDateTime::toInstant)));
  }

  private static TokenId id(ResultSet row) throws SQLException {
    return new TokenId(row.getObject("id", UUID.class));
  }

  private static MemberId member(ResultSet row) throws SQLException {
    return new MemberId(row.getObject("member", UUID.class));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
