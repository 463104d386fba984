package io.bowline.control.account.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.account.AccountStore;
import io.bowline.control.org.Role;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Sealed;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

/// Rows of passwords and second factors: hashes, and what is sealed.
@Singleton
public final class AccountRows implements AccountStore {
  private static final String PERSON =
      """
      m.org, m.id, m.role, p.hash, exists (select 1 from member_totp t
        where t.org = m.org and t.member = m.id and t.confirmed_at is not null) as totp
      """;
  private static final String PEOPLE =
      """
      from member m left join member_password p on p.org = m.org and p.member = m.id
      """;
  private static final String STANDING = " m.kind = 'person' and m.removed_at is null ";
  private static final String OPEN = " ended_at is null and expires_at > clock_timestamp() ";

  @Override
  public Optional<Comer> comer(Tx tx, String organization, String email, Way way) {
    return handle(tx)
        .createQuery(
            "select "
                + PERSON
                + ", exists (select 1 from sign_in_session s where s.org = m.org"
                + " and s.member = m.id and s.source = :source) as familiar,"
                + " (select s.id from sign_in_session s where s.org = m.org"
                + " and s.member = m.id and s.hash = :session) as device "
                + PEOPLE
                + """
                join organization o on o.org = m.org
                where (o.name = :organization or o.org::text = :organization)
                  and m.email = :email and
                """
                + STANDING
                + "order by o.org::text = :organization desc limit 1")
        .bind("organization", organization)
        .bind("email", email)
        .bind("source", way.source())
        .bindByType("session", way.session().orElse(null), byte[].class)
        .map((row, context) ->
            new Comer(
                person(row),
                row.getBoolean("familiar"),
                Optional.ofNullable(row.getObject("device", UUID.class)).map(TokenId::new)))
        .findOne();
  }

  @Override
  public Optional<Person> person(Tx tx, OrgId org, MemberId id) {
    return of(
            handle(tx)
                .createQuery(
                    "select "
                        + PERSON
                        + PEOPLE
                        + "where m.org = :org and m.id = :member and"
                        + STANDING),
            org,
            id)
        .map((row, context) -> person(row))
        .findOne();
  }

  private static Person person(ResultSet row) throws SQLException {
    return new Person(
        new OrgId(row.getObject("org", UUID.class)),
        new MemberId(row.getObject("id", UUID.class)),
        Role.parse(row.getString("role")).orElse(Role.VIEWER),
        Optional.ofNullable(row.getString("hash")),
        row.getBoolean("totp"));
  }

  /// On the member's own row, but not so that rows which refer to it would have to wait.
  @Override
  public void lock(Tx tx, OrgId org, MemberId id) {
    of(
            handle(tx)
                .createQuery(
                    "select 1 from member where org = :org and id = :member for no key update"),
            org,
            id)
        .mapTo(Integer.class)
        .findOne();
  }

  @Override
  public List<String> names(Tx tx, OrgId org, MemberId id) {
    return of(
            handle(tx)
                .createQuery(
                    """
                    select unnest(array[m.email, m.name, o.name]) from member m
                      join organization o on o.org = m.org
                    where m.org = :org and m.id = :member
                    """),
            org,
            id)
        .mapTo(String.class)
        .list();
  }

  @Override
  public void setPassword(Tx tx, OrgId org, MemberId id, String hash) {
    of(
            handle(tx)
                .createUpdate(
                    """
                    insert into member_password (org, member, hash) values (:org, :member, :hash)
                    on conflict (org, member) do update
                      set hash = excluded.hash, changed_at = clock_timestamp()
                    """),
            org,
            id)
        .bind("hash", hash)
        .execute();
  }

  @Override
  public void removePassword(Tx tx, OrgId org, MemberId id) {
    of(
            handle(tx)
                .createUpdate("delete from member_password where org = :org and member = :member"),
            org,
            id)
        .execute();
  }

  @Override
  public Optional<Factor> factor(Tx tx, OrgId org, MemberId id) {
    return of(
            handle(tx)
                .createQuery(
                    """
                    select secret, confirmed_at is not null as confirmed from member_totp
                    where org = :org and member = :member
                    """),
            org,
            id)
        .map((row, context) ->
            new Factor(new Sealed(row.getBytes("secret")), row.getBoolean("confirmed")))
        .findOne();
  }

  @Override
  public void propose(Tx tx, OrgId org, MemberId id, Sealed secret) {
    of(
            handle(tx)
                .createUpdate(
                    """
                    insert into member_totp (org, member, secret) values (:org, :member, :secret)
                    on conflict (org, member) do update
                      set secret = excluded.secret, created_at = clock_timestamp(), last_step = 0
                      where member_totp.confirmed_at is null
                    """),
            org,
            id)
        .bind("secret", secret.bytes())
        .execute();
  }

  @Override
  public void confirm(Tx tx, OrgId org, MemberId id) {
    of(
            handle(tx)
                .createUpdate(
                    """
                    update member_totp set confirmed_at = clock_timestamp()
                    where org = :org and member = :member
                    """),
            org,
            id)
        .execute();
  }

  @Override
  public boolean take(Tx tx, OrgId org, MemberId id, long step) {
    return of(
                handle(tx)
                    .createUpdate(
                        """
                        update member_totp set last_step = :step
                        where org = :org and member = :member and last_step < :step
                        """),
                org,
                id)
            .bind("step", step)
            .execute()
        == 1;
  }

  @Override
  public boolean removeFactor(Tx tx, OrgId org, MemberId id) {
    setRecoveryCodes(tx, org, id, List.of());
    return of(
                handle(tx)
                    .createUpdate("delete from member_totp where org = :org and member = :member"),
                org,
                id)
            .execute()
        == 1;
  }

  @Override
  public void setRecoveryCodes(Tx tx, OrgId org, MemberId id, List<byte[]> hashes) {
    of(
            handle(tx)
                .createUpdate(
                    "delete from member_recovery_code where org = :org and member = :member"),
            org,
            id)
        .execute();
    for (byte[] hash : hashes) {
      of(
              handle(tx)
                  .createUpdate(
                      """
                      insert into member_recovery_code (org, member, hash)
                      values (:org, :member, :hash)
                      """),
              org,
              id)
          .bind("hash", hash)
          .execute();
    }
  }

  @Override
  public boolean takeRecoveryCode(Tx tx, OrgId org, MemberId id, byte[] hash) {
    return of(
                handle(tx)
                    .createUpdate(
                        """
                        update member_recovery_code set used_at = clock_timestamp()
                        where org = :org and member = :member and hash = :hash and used_at is null
                        """),
                org,
                id)
            .bind("hash", hash)
            .execute()
        == 1;
  }

  @Override
  public int recoveryCodes(Tx tx, OrgId org, MemberId id) {
    return of(
            handle(tx)
                .createQuery(
                    """
                    select count(*) from member_recovery_code
                    where org = :org and member = :member and used_at is null
                    """),
            org,
            id)
        .mapTo(Integer.class)
        .one();
  }

  @Override
  public void insert(Tx tx, OrgId org, Reset reset, byte[] hash) {
    of(
            handle(tx)
                .createUpdate(
                    """
                    insert into password_reset
                      (org, id, member, hash, second_factor, created_by, usable_at, expires_at)
                    values (:org, :id, :member, :hash, :factor, :by,
                      now() + cast(:wait as bigint) * interval '1 millisecond',
                      clock_timestamp() + cast(:life as bigint) * interval '1 millisecond')
                    """),
            org,
            reset.member())
        .bind("id", reset.id().value())
        .bind("hash", hash)
        .bind("factor", reset.secondFactor())
        .bind("by", reset.by())
        .bind("wait", reset.delay().toMillis())
        .bind("life", reset.life().toMillis())
        .execute();
  }

  @Override
  public Optional<OrgId> organization(Tx tx, byte[] hash) {
    return handle(tx)
        .createQuery("select org from password_reset where hash = :hash and" + OPEN)
        .bind("hash", hash)
        .mapTo(UUID.class)
        .findOne()
        .map(OrgId::new);
  }

  @Override
  public Optional<Reset> reset(Tx tx, OrgId org, byte[] hash) {
    return handle(tx)
        .createQuery(
            """
            select id, member, second_factor, created_by,
              (extract(epoch from usable_at - clock_timestamp()) * 1000)::bigint as wait,
              (extract(epoch from expires_at - clock_timestamp()) * 1000)::bigint as life
            from password_reset r where org = :org and hash = :hash
              and (usable_at <= created_at or not exists (
                select 1 from member m
                  join sign_in_session s on s.org = m.org and s.member = m.id
                where m.org = r.org and m.role = 'owner' and m.removed_at is null
                  and s.last_used_at > r.created_at))
              and
            """
                + OPEN)
        .bind("org", org.value())
        .bind("hash", hash)
        .map((row, context) ->
            new Reset(
                new TokenId(row.getObject("id", UUID.class)),
                new MemberId(row.getObject("member", UUID.class)),
                row.getBoolean("second_factor"),
                row.getString("created_by"),
                Duration.ofMillis(Math.max(row.getLong("wait"), 0)),
                Duration.ofMillis(row.getLong("life"))))
        .findOne();
  }

  @Override
  public void endResets(Tx tx, OrgId org, MemberId id) {
    of(
            handle(tx)
                .createUpdate(
                    "update password_reset set ended_at = clock_timestamp()"
                        + " where org = :org and member = :member and"
                        + OPEN),
            org,
            id)
        .execute();
  }

  private static <S extends SqlStatement<S>> S of(S statement, OrgId org, MemberId member) {
    return statement.bind("org", org.value()).bind("member", member.value());
  }
}
