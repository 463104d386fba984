package io.bowline.control.install.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.InstallStatus;
import io.bowline.control.install.InstallStore;
import io.bowline.control.install.Proof;
import io.bowline.control.install.ProofPolicy;
import io.bowline.control.install.StatusChange;
import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

/// Rows of installs.
@ApplicationScoped
public class PgInstallStore implements InstallStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> INPUTS = new TypeReference<>() {};
  private static final String SELECT =
      """
      select org, id, name, product, cloud, account, region, inputs::text as inputs, release,
        status, stage, reason, heard_at, created_at, proof, vouched_for, vouched_at
      from install where served_by = 'runner' and
      """;

  @Override
  public void insert(Tx tx, InstallRecord install) {
    key(
            handle(tx)
                .createUpdate(
                    """
                    insert into install
                      (org, id, name, product, cloud, account, region, inputs, status, stage, proof)
                    values (:org, :id, :name, :product, :cloud, :account, :region,
                      cast(:inputs as jsonb), :status, :stage, :proof)
                    """),
            install.org(),
            install.id())
        .bind("name", install.name())
        .bind("product", install.product())
        .bind("cloud", install.cloud())
        .bind("account", install.account())
        .bind("region", install.region())
        .bind("inputs", json(install.inputs()))
        .bind("status", install.status().coarse())
        .bind("stage", install.status().stage())
        .bind("proof", install.proof().policy().map(ProofPolicy::word))
        .execute();
  }

  @Override
  public Optional<InstallRecord> find(Tx tx, OrgId org, InstallId id) {
    return key(handle(tx).createQuery(SELECT + "org = :org and id = :id"), org, id)
        .map((row, _) -> install(row))
        .findOne();
  }

  @Override
  public Optional<InstallRecord> lock(Tx tx, OrgId org, InstallId id) {
    return key(handle(tx).createQuery(SELECT + "org = :org and id = :id for update"), org, id)
        .map((row, _) -> install(row))
        .findOne();
  }

  @Override
  public Optional<InstallRecord> byName(Tx tx, OrgId org, String name) {
    return handle(tx)
        .createQuery(SELECT + "org = :org and name = :name")
        .bind("org", org.value())
        .bind("name", name)
        .map((row, _) -> install(row))
        .findOne();
  }

  @Override
  public List<InstallRecord> list(Tx tx, OrgId org, String after, int limit) {
    return handle(tx)
        .createQuery(SELECT + "org = :org and name > :after order by name limit :limit")
        .bind("org", org.value())
        .bind("after", after)
        .bind("limit", limit)
        .map((row, _) -> install(row))
        .list();
  }

  @Override
  public Optional<InstallId> hostedPlace(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery("select id from install where org = :org and served_by = 'hosted'")
        .bind("org", org.value())
        .mapTo(UUID.class)
        .findOne()
        .map(InstallId::new);
  }

  @Override
  public boolean makeHostedPlace(Tx tx, OrgId org, InstallId id) {
    // no install can have this name, so it stands in nobody's way
    return key(
                handle(tx)
                    .createUpdate(
                        """
                        insert into install
                          (org, id, name, product, cloud, account, region, status, served_by)
                        values (:org, :id, '(hosted)', '', '', '', '', :status, 'hosted')
                        on conflict do nothing
                        """),
                org,
                id)
            .bind("status", InstallStatus.AWAITING_RUNNER.word())
            .execute()
        == 1;
  }

  @Override
  public void inputs(Tx tx, OrgId org, InstallId id, Map<String, String> inputs) {
    key(
            handle(tx)
                .createUpdate(
                    """
                    update install set inputs = cast(:inputs as jsonb) where org = :org and id = :id
                    """),
            org,
            id)
        .bind("inputs", json(inputs))
        .execute();
  }

  @Override
  public void runs(Tx tx, OrgId org, InstallId id, Optional<Digest> release) {
    key(
            handle(tx)
                .createUpdate(
                    """
                    update install set release = :release where org = :org and id = :id
                    """),
            org,
            id)
        .bindByType("release", release.map(Digest::toString).orElse(null), String.class)
        .execute();
  }

  @Override
  public void vouched(Tx tx, OrgId org, InstallId id, Optional<String> principal) {
    key(
            handle(tx)
                .createUpdate(
                    """
                    update install set vouched_for = :principal,
                      vouched_at = case when cast(:principal as text) is null then null else now() end
                    where org = :org and id = :id
                    """),
            org,
            id)
        .bind("principal", principal)
        .execute();
  }

  @Override
  public void heard(Tx tx, OrgId org, InstallId id) {
    key(
            handle(tx)
                .createUpdate("update install set heard_at = now() where org = :org and id = :id"),
            org,
            id)
        .execute();
  }

  @Override
  public void status(Tx tx, OrgId org, InstallId id, InstallStatus status, String reason) {
    int changed =
        key(
                handle(tx)
                    .createUpdate(
                        """
                        update install set status = :status, stage = :stage, reason = :reason
                        where org = :org and id = :id
                          and (status, stage, reason) is distinct from (:status, :stage, :reason)
                        """),
                org,
                id)
            .bind("status", status.coarse())
            .bind("stage", status.stage())
            .bind("reason", reason)
            .execute();
    if (changed > 0) {
      key(
              handle(tx)
                  .createUpdate(
                      """
                      insert into install_status (org, install, at, status, stage, reason)
                      values (:org, :id, clock_timestamp(), :status, :stage, :reason)
                      """),
              org,
              id)
          .bind("status", status.coarse())
          .bind("stage", status.stage())
          .bind("reason", reason)
          .execute();
    }
  }

  @Override
  public List<StatusChange> history(Tx tx, OrgId org, InstallId id, int limit) {
    return key(
            handle(tx)
                .createQuery(
                    """
                    select status, stage, reason, at from (
                      select status, stage, reason, at from install_status
                      where org = :org and install = :id order by at desc limit :limit) newest
                    order by at
                    """),
            org,
            id)
        .bind("limit", limit)
        .map((row, _) ->
            new StatusChange(
                status(row),
                row.getString("reason"),
                row.getObject("at", OffsetDateTime.class).toInstant()))
        .list();
  }

  @Override
  public List<Silent> silent(Tx tx, Duration allowed, int limit) {
    return handle(tx)
        .createQuery(
            """
            select org, id, heard_at from install
            where served_by = 'runner' and status = 'active' and heard_at < now() - make_interval(secs => :seconds)
            limit :limit
            """)
        .bind("seconds", (double) allowed.toSeconds())
        .bind("limit", limit)
        .map((row, _) ->
            new Silent(
                new OrgId(row.getObject("org", UUID.class)),
                new InstallId(row.getObject("id", UUID.class)),
                row.getObject("heard_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  private static <S extends SqlStatement<S>> S key(S statement, OrgId org, InstallId id) {
    return statement.bind("org", org.value()).bind("id", id.value());
  }

  private static InstallRecord install(ResultSet row) throws SQLException {
    return new InstallRecord(
        new OrgId(row.getObject("org", UUID.class)),
        new InstallId(row.getObject("id", UUID.class)),
        row.getString("name"),
        row.getString("product"),
        row.getString("cloud"),
        row.getString("account"),
        row.getString("region"),
        read(row.getString("inputs"), INPUTS),
        Optional.ofNullable(row.getString("release")).map(Digest::parse),
        status(row),
        row.getString("reason"),
        moment(row, "heard_at"),
        new Proof(
            Optional.ofNullable(row.getString("proof")).flatMap(ProofPolicy::of),
            Optional.ofNullable(row.getString("vouched_for")),
            moment(row, "vouched_at")),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  private static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private static InstallStatus status(ResultSet row) throws SQLException {
    return InstallStatus.of(row.getString("status"), Optional.ofNullable(row.getString("stage")));
  }

  private static String json(Object texts) {
    try {
      return JSON.writeValueAsString(texts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are always JSON", e);
    }
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a column of install in the database is no such JSON", e);
    }
  }
}
