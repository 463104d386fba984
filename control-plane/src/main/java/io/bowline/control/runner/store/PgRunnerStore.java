package io.bowline.control.runner.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.platform.Tx;
import io.bowline.control.runner.EnrollmentToken;
import io.bowline.control.runner.RecoveryPolicy;
import io.bowline.control.runner.RunnerRecord;
import io.bowline.control.runner.RunnerStore;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.id.TokenId;
import io.bowline.model.identity.Identity;
import io.bowline.proto.codec.Bytes;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// Rows of tokens and runners.
@ApplicationScoped
public class PgRunnerStore implements RunnerStore {
  private static final String TOKEN =
      """
      select org, id, install, cloud_account, region, created_by, created_at, expires_at, used_at,
        used_by, void_because
      from enrollment_token
      """;
  private static final String RUNNER =
      """
      select org, id, install, version, enrolled_at, certificate_until, recoveries, generation,
        revoked_at, revoked_because,
        (select served_by from install i where i.org = r.org and i.id = r.install) as served_by
      from runner r
      """;

  @Override
  public Optional<OrgId> orgOfToken(Tx tx, String hash) {
    return handle(tx)
        .createQuery("select org from enrollment_token where hash = :hash")
        .bind("hash", hash)
        .mapTo(UUID.class)
        .findOne()
        .map(OrgId::new);
  }

  @Override
  public Optional<Place> byKey(Tx tx, String keyDigest) {
    return handle(tx)
        .createQuery(
            """
            select org, id from runner where key_digest = :key order by enrolled_at desc limit 1
            """)
        .bind("key", keyDigest)
        .map((row, _) ->
            new Place(
                new OrgId(row.getObject("org", UUID.class)),
                new RunnerId(row.getObject("id", UUID.class))))
        .findOne();
  }

  @Override
  public Identity.Role roleAt(Tx tx, OrgId org, InstallId install) {
    return handle(tx)
        .createQuery("select served_by from install where org = :org and id = :install")
        .bind("org", org.value())
        .bind("install", install.value())
        .mapTo(String.class)
        .map(PgRunnerStore::role)
        .one();
  }

  @Override
  public void insertToken(Tx tx, EnrollmentToken token, String hash) {
    handle(tx)
        .createUpdate(
            """
            insert into enrollment_token
              (org, id, install, hash, cloud_account, region, created_by, created_at, expires_at)
            values (:org, :id, :install, :hash, :account, :region, :by, :at, :expires)
            """)
        .bind("org", token.org().value())
        .bind("id", token.id().value())
        .bind("install", token.install().value())
        .bind("hash", hash)
        .bind("account", token.cloudAccount())
        .bind("region", token.region())
        .bind("by", token.createdBy())
        .bind("at", sql(token.createdAt()))
        .bind("expires", sql(token.expiresAt()))
        .execute();
  }

  @Override
  public Optional<EnrollmentToken> lockToken(Tx tx, OrgId org, String hash) {
    return handle(tx)
        .createQuery(TOKEN + "where org = :org and hash = :hash for update")
        .bind("org", org.value())
        .bind("hash", hash)
        .map((row, _) -> token(row))
        .findOne();
  }

  @Override
  public void useToken(Tx tx, OrgId org, TokenId id, RunnerId by) {
    handle(tx)
        .createUpdate(
            """
            update enrollment_token set used_at = now(), used_by = :by
            where org = :org and id = :id and used_at is null
            """)
        .bind("org", org.value())
        .bind("id", id.value())
        .bind("by", by.value())
        .execute();
  }

  @Override
  public void voidToken(Tx tx, OrgId org, TokenId id, String because) {
    // its end, too, since that is what a version looks at that knows no void tokens
    handle(tx)
        .createUpdate(
            """
            update enrollment_token
            set void_because = :because, expires_at = least(expires_at, now()), told_at = now()
            where org = :org and id = :id and used_at is null
            """)
        .bind("org", org.value())
        .bind("id", id.value())
        .bind("because", because)
        .execute();
  }

  @Override
  public void voidTokens(Tx tx, OrgId org, InstallId install, String because) {
    handle(tx)
        .createUpdate(
            """
            update enrollment_token
            set void_because = :because, expires_at = now(), told_at = now()
            where org = :org and install = :install and used_at is null and expires_at > now()
            """)
        .bind("org", org.value())
        .bind("install", install.value())
        .bind("because", because)
        .execute();
  }

  @Override
  public List<Over> tokensOver(Tx tx, int limit) {
    return handle(tx)
        .createQuery(
            """
            select org, id from enrollment_token
            where used_at is null and told_at is null and expires_at <= now()
            order by expires_at limit :limit
            """)
        .bind("limit", limit)
        .map((row, _) ->
            new Over(
                new OrgId(row.getObject("org", UUID.class)),
                new TokenId(row.getObject("id", UUID.class))))
        .list();
  }

  @Override
  public Optional<EnrollmentToken> tellOver(Tx tx, Over over) {
    return handle(tx)
        .createQuery(
            """
            update enrollment_token set told_at = now()
            where org = :org and id = :id and used_at is null and told_at is null
            returning org, id, install, cloud_account, region, created_by, created_at, expires_at,
              used_at, used_by, void_because
            """)
        .bind("org", over.org().value())
        .bind("id", over.token().value())
        .map((row, _) -> token(row))
        .findOne();
  }

  @Override
  public List<EnrollmentToken> tokensOut(Tx tx, OrgId org, InstallId install) {
    return handle(tx)
        .createQuery(
            TOKEN
                + """
                where org = :org and install = :install and used_at is null and void_because is null
                  and expires_at > now()
                order by created_at desc, id
                """)
        .bind("org", org.value())
        .bind("install", install.value())
        .map((row, _) -> token(row))
        .list();
  }

  @Override
  public List<EnrollmentToken> tokens(Tx tx, OrgId org, InstallId install, int limit) {
    return handle(tx)
        .createQuery(
            TOKEN
                + """
                where org = :org and install = :install order by created_at desc limit :limit
                """)
        .bind("org", org.value())
        .bind("install", install.value())
        .bind("limit", limit)
        .map((row, _) -> token(row))
        .list();
  }

  @Override
  public void insert(Tx tx, RunnerRecord runner, String keyDigest, Bytes runnerKey) {
    handle(tx)
        .createUpdate(
            """
            insert into runner
              (org, id, install, key_digest, runner_key, version, enrolled_at, certificate_until)
            values (:org, :id, :install, :digest, :key, :version, :at, :until)
            """)
        .bind("org", runner.org().value())
        .bind("id", runner.id().value())
        .bind("install", runner.install().value())
        .bind("digest", keyDigest)
        .bind("key", runnerKey.toArray())
        .bind("version", runner.version())
        .bind("at", sql(runner.enrolledAt()))
        .bind("until", sql(runner.certificateUntil()))
        .execute();
  }

  @Override
  public Optional<RunnerRecord> find(Tx tx, OrgId org, RunnerId id) {
    return one(tx, RUNNER + "where org = :org and id = :id", org, id);
  }

  @Override
  public Optional<RunnerRecord> lock(Tx tx, OrgId org, RunnerId id) {
    return one(tx, RUNNER + "where org = :org and id = :id for update", org, id);
  }

  @Override
  public List<RunnerRecord> list(Tx tx, OrgId org, InstallId install, int limit) {
    return handle(tx)
        .createQuery(
            RUNNER
                + """
                where org = :org and install = :install order by enrolled_at desc limit :limit
                """)
        .bind("org", org.value())
        .bind("install", install.value())
        .bind("limit", limit)
        .map((row, _) -> runner(row))
        .list();
  }

  @Override
  public void certified(Tx tx, OrgId org, RunnerId id, Instant until) {
    handle(tx)
        .createUpdate("update runner set certificate_until = :until where org = :org and id = :id")
        .bind("org", org.value())
        .bind("id", id.value())
        .bind("until", sql(until))
        .execute();
  }

  @Override
  public void recovered(Tx tx, OrgId org, RunnerId id, long generation, Instant until) {
    handle(tx)
        .createUpdate(
            """
            update runner set certificate_until = :until, generation = :generation,
              recoveries = recoveries + 1
            where org = :org and id = :id
            """)
        .bind("org", org.value())
        .bind("id", id.value())
        .bind("generation", generation)
        .bind("until", sql(until))
        .execute();
  }

  @Override
  public void revoke(Tx tx, OrgId org, RunnerId id, String because) {
    handle(tx)
        .createUpdate(
            """
            update runner set revoked_at = now(), revoked_because = :because
            where org = :org and id = :id and revoked_at is null
            """)
        .bind("org", org.value())
        .bind("id", id.value())
        .bind("because", because)
        .execute();
  }

  @Override
  public Optional<RecoveryPolicy> recoveryPolicy(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery(
            """
            select allowed, extract(epoch from within)::bigint as seconds from recovery_policy
            where org = :org
            """)
        .bind("org", org.value())
        .map((row, _) ->
            new RecoveryPolicy(
                row.getBoolean("allowed"), Duration.ofSeconds(row.getLong("seconds"))))
        .findOne();
  }

  @Override
  public void recoveryPolicy(Tx tx, OrgId org, RecoveryPolicy policy) {
    handle(tx)
        .createUpdate(
            """
            insert into recovery_policy (org, allowed, within)
            values (:org, :allowed, make_interval(secs => :seconds))
            on conflict (org) do update set allowed = excluded.allowed, within = excluded.within
            """)
        .bind("org", org.value())
        .bind("allowed", policy.allowed())
        .bind("seconds", (double) policy.within().toSeconds())
        .execute();
  }

  private static Optional<RunnerRecord> one(Tx tx, String select, OrgId org, RunnerId id) {
    return handle(tx)
        .createQuery(select)
        .bind("org", org.value())
        .bind("id", id.value())
        .map((row, _) -> runner(row))
        .findOne();
  }

  private static EnrollmentToken token(ResultSet row) throws SQLException {
    return new EnrollmentToken(
        new OrgId(row.getObject("org", UUID.class)),
        new TokenId(row.getObject("id", UUID.class)),
        new InstallId(row.getObject("install", UUID.class)),
        row.getString("cloud_account"),
        row.getString("region"),
        row.getString("created_by"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getObject("used_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        Optional.ofNullable(row.getObject("used_by", UUID.class)).map(RunnerId::new),
        Optional.ofNullable(row.getString("void_because")));
  }

  private static RunnerRecord runner(ResultSet row) throws SQLException {
    Optional<Instant> revokedAt =
        Optional.ofNullable(row.getObject("revoked_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant);
    String because = row.getString("revoked_because");
    return new RunnerRecord(
        new OrgId(row.getObject("org", UUID.class)),
        new RunnerId(row.getObject("id", UUID.class)),
        new InstallId(row.getObject("install", UUID.class)),
        role(row.getString("served_by")),
        row.getString("version"),
        row.getObject("enrolled_at", OffsetDateTime.class).toInstant(),
        row.getObject("certificate_until", OffsetDateTime.class).toInstant(),
        row.getInt("recoveries"),
        row.getLong("generation"),
        revokedAt.map(at -> new RunnerRecord.Revocation(at, String.valueOf(because))));
  }

  private static Identity.Role role(String servedBy) {
    return Identity.Role.valueOf(servedBy.toUpperCase(Locale.ROOT));
  }

  private static OffsetDateTime sql(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
