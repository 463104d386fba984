package io.bowline.control.kafka.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.fleet.Tenancy;
import io.bowline.control.kafka.KafkaCluster;
import io.bowline.control.kafka.KafkaClusterStore;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.KafkaClusterId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Rows of Kafka clusters.
@ApplicationScoped
public class PgKafkaClusterStore implements KafkaClusterStore {
  private static final String SELECT =
      """
      select c.org, c.id, c.identifier, c.fleet, f.identifier as fleet_name, f.domain, f.tenancy,
        c.kafka_units, c.created_by, c.created_at, c.updated_at
      from kafka_cluster c join fleet f on f.org = c.org and f.id = c.fleet
      where c.org = :org
      """;

  @Override
  public boolean insert(Tx tx, KafkaCluster cluster) {
    return handle(tx)
            .createUpdate(
                """
                insert into kafka_cluster (org, id, identifier, fleet, kafka_units, created_by)
                values (:org, :id, :identifier, :fleet, :units, :by)
                on conflict (org, identifier) do nothing
                """)
            .bind("org", cluster.org().value())
            .bind("id", cluster.id().value())
            .bind("identifier", cluster.identifier())
            .bind("fleet", cluster.fleet().value())
            .bind("units", cluster.units())
            .bind("by", cluster.createdBy())
            .execute()
        == 1;
  }

  @Override
  public Optional<KafkaCluster> find(Tx tx, OrgId org, String identifier) {
    return one(tx, org, "and c.identifier = :identifier", identifier);
  }

  @Override
  public Optional<KafkaCluster> lock(Tx tx, OrgId org, String identifier) {
    return one(tx, org, "and c.identifier = :identifier for update of c", identifier);
  }

  private static Optional<KafkaCluster> one(Tx tx, OrgId org, String where, String identifier) {
    return handle(tx)
        .createQuery(SELECT + where)
        .bind("org", org.value())
        .bind("identifier", identifier)
        .map((row, _) -> cluster(row))
        .findOne();
  }

  @Override
  public List<KafkaCluster> list(
      Tx tx, OrgId org, Optional<FleetId> fleet, String after, int limit) {
    var query =
        handle(tx)
            .createQuery(
                SELECT
                    + fleet.map(_ -> "and c.fleet = :fleet ").orElse("")
                    + "and c.identifier > :after order by c.identifier limit :limit")
            .bind("org", org.value())
            .bind("after", after)
            .bind("limit", limit);
    fleet.ifPresent(id -> query.bind("fleet", id.value()));
    return query.map((row, _) -> cluster(row)).list();
  }

  @Override
  public void resize(Tx tx, OrgId org, KafkaClusterId id, int units) {
    handle(tx)
        .createUpdate(
            """
            update kafka_cluster set kafka_units = :units, updated_at = greatest(now(), updated_at)
            where org = :org and id = :id
            """)
        .bind("units", units)
        .bind("org", org.value())
        .bind("id", id.value())
        .execute();
  }

  @Override
  public void delete(Tx tx, OrgId org, KafkaClusterId id) {
    handle(tx)
        .createUpdate("delete from kafka_cluster where org = :org and id = :id")
        .bind("org", org.value())
        .bind("id", id.value())
        .execute();
  }

  private static KafkaCluster cluster(ResultSet row) throws SQLException {
    return new KafkaCluster(
        new OrgId(row.getObject("org", UUID.class)),
        new KafkaClusterId(row.getObject("id", UUID.class)),
        row.getString("identifier"),
        new FleetId(row.getObject("fleet", UUID.class)),
        row.getString("fleet_name"),
        row.getString("domain"),
        Tenancy.parse(row.getString("tenancy")).orElseThrow(),
        row.getInt("kafka_units"),
        row.getString("created_by"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }
}
