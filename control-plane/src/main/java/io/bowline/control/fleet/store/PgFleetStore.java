package io.bowline.control.fleet.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetStatus;
import io.bowline.control.fleet.FleetStore;
import io.bowline.control.fleet.Standing;
import io.bowline.control.fleet.Tenancy;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.FleetProviderId;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/// Rows of fleets.
@ApplicationScoped
public class PgFleetStore implements FleetStore {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  // an install that is ill and well again every minute is to fill no table
  private static final int KEPT = 500;

  @Override
  public boolean insert(Tx tx, Fleet fleet) {
    return key(
                handle(tx)
                    .createUpdate(
                        """
                        insert into fleet (org, id, identifier, infra_type, domain, tenancy,
                          max_tenants, max_kafka_units, placement, advanced, provider, status,
                          reason, created_by)
                        values (:org, :id, :identifier, :infra, :domain, :tenancy,
                          :tenants, :units, cast(:placement as jsonb), cast(:advanced as jsonb),
                          :provider, :status, :reason, :by)
                        on conflict do nothing
                        """),
                fleet.org(),
                fleet.id())
            .bind("identifier", fleet.identifier())
            .bind("infra", fleet.infra().text())
            .bind("domain", fleet.domain())
            .bind("tenancy", fleet.tenancy().text())
            .bind("tenants", fleet.room().maxTenants())
            .bind("units", fleet.room().maxKafkaUnits())
            .bind("placement", text(fleet.placement()))
            .bind("advanced", text(fleet.advanced()))
            .bindByType(
                "provider", fleet.provider().map(FleetProviderId::value).orElse(null), UUID.class)
            .bind("status", fleet.status().word())
            .bind("reason", fleet.standing().reason())
            .bind("by", fleet.createdBy())
            .execute()
        == 1;
  }

  @Override
  public Optional<Fleet> find(Tx tx, OrgId org, String identifier) {
    return one(tx, org, "where org = :org and identifier = :text", identifier);
  }

  @Override
  public Optional<Fleet> withDomain(Tx tx, OrgId org, String domain) {
    return one(tx, org, "where org = :org and domain = :text", domain);
  }

  @Override
  public Optional<Fleet> lock(Tx tx, OrgId org, String identifier) {
    return one(tx, org, "where org = :org and identifier = :text for update", identifier);
  }

  private static Optional<Fleet> one(Tx tx, OrgId org, String where, String text) {
    return handle(tx)
        .createQuery(FleetRow.SELECT + where)
        .bind("org", org.value())
        .bind("text", text)
        .map((row, _) -> FleetRow.fleet(row))
        .findOne();
  }

  @Override
  public Optional<Fleet> find(Tx tx, OrgId org, FleetId id) {
    return one(tx, org, "where org = :org and id = :id", id);
  }

  @Override
  public Optional<Fleet> lock(Tx tx, OrgId org, FleetId id) {
    return one(tx, org, "where org = :org and id = :id for update", id);
  }

  private static Optional<Fleet> one(Tx tx, OrgId org, String where, FleetId id) {
    return key(handle(tx).createQuery(FleetRow.SELECT + where), org, id)
        .map((row, _) -> FleetRow.fleet(row))
        .findOne();
  }

  @Override
  public List<Fleet> list(Tx tx, OrgId org, Selection selection) {
    String infra = selection.infra().map(_ -> "and infra_type = :infra ").orElse("");
    String status = selection.status().map(_ -> "and status = :status ").orElse("");
    var query =
        handle(tx)
            .createQuery(
                FleetRow.SELECT
                    + "where org = :org and identifier > :after "
                    + infra
                    + status
                    + "order by identifier limit :limit")
            .bind("org", org.value())
            .bind("after", selection.after())
            .bind("limit", selection.limit());
    selection.infra().ifPresent(type -> query.bind("infra", type.text()));
    selection.status().ifPresent(wanted -> query.bind("status", wanted.word()));
    return query.map((row, _) -> FleetRow.fleet(row)).list();
  }

  @Override
  public List<Fleet> of(Tx tx, OrgId org, InstallId install) {
    return handle(tx)
        .createQuery(
            FleetRow.SELECT + "where org = :org and install = :install order by identifier")
        .bind("org", org.value())
        .bind("install", install.value())
        .map((row, _) -> FleetRow.fleet(row))
        .list();
  }

  @Override
  public Optional<String> with(Tx tx, OrgId org, FleetProviderId provider) {
    return handle(tx)
        .createQuery(
            """
            select identifier from fleet where org = :org and provider = :provider
            order by identifier limit 1
            """)
        .bind("org", org.value())
        .bind("provider", provider.value())
        .mapTo(String.class)
        .findOne();
  }

  @Override
  public void change(Tx tx, OrgId org, FleetId id, Change change) {
    key(
            handle(tx)
                .createUpdate(
                    """
                    update fleet set max_tenants = :tenants, max_kafka_units = :units,
                      placement = cast(:placement as jsonb), advanced = cast(:advanced as jsonb),
                      provider = :provider, updated_at = greatest(now(), updated_at)
                    where org = :org and id = :id
                    """),
            org,
            id)
        .bind("tenants", change.maxTenants())
        .bind("units", change.maxKafkaUnits())
        .bind("placement", text(change.placement()))
        .bind("advanced", text(change.advanced()))
        .bindByType(
            "provider", change.provider().map(FleetProviderId::value).orElse(null), UUID.class)
        .execute();
  }

  @Override
  public void stand(Tx tx, OrgId org, FleetId id, FleetStatus status, String reason) {
    key(
            handle(tx)
                .createUpdate(
                    """
                    with standing as (
                      update fleet set status = :status, reason = :reason,
                        status_at = clock_timestamp(),
                        begun = begun or :status = 'Provisioning',
                        updated_at = greatest(now(), updated_at)
                      where org = :org and id = :id returning status_at),
                    before as (
                      select coalesce(max(n), 0) as n from fleet_status
                      where org = :org and fleet = :id)
                    insert into fleet_status (org, fleet, n, status, reason, at)
                    select :org, :id, before.n + 1, :status, :reason, standing.status_at
                    from standing, before
                    """),
            org,
            id)
        .bind("status", status.word())
        .bind("reason", reason)
        .execute();
    key(
            handle(tx)
                .createUpdate(
                    """
                    delete from fleet_status where org = :org and fleet = :id and n <= (
                      select max(n) from fleet_status where org = :org and fleet = :id) - :kept
                    """),
            org,
            id)
        .bind("kept", KEPT)
        .execute();
  }

  @Override
  public List<Standing> history(Tx tx, OrgId org, FleetId id, int limit) {
    return key(
            handle(tx)
                .createQuery(
                    """
                    select status, reason, at from (
                      select n, status, reason, at from fleet_status
                      where org = :org and fleet = :id order by n desc limit :limit) newest
                    order by n
                    """),
            org,
            id)
        .bind("limit", limit)
        .map((row, _) ->
            new Standing(
                FleetStatus.of(row.getString("status")),
                row.getString("reason"),
                row.getObject("at", OffsetDateTime.class).toInstant()))
        .list();
  }

  @Override
  public Optional<Fleet> take(Tx tx, OrgId org, FleetId id, Tenancy tenancy, int units) {
    return after(
        key(
                handle(tx)
                    .createQuery(
                        """
                        update fleet set tenants = tenants + 1, kafka_units = kafka_units + :units
                        where org = :org and id = :id and tenancy = :tenancy
                          and status = 'Healthy' and tenants < max_tenants
                          and kafka_units + :units <= max_kafka_units
                        returning
                        """
                            + FleetRow.COLUMNS),
                org,
                id)
            .bind("tenancy", tenancy.text())
            .bind("units", units));
  }

  @Override
  public Optional<Fleet> grow(Tx tx, OrgId org, FleetId id, int more) {
    return after(
        key(
                handle(tx)
                    .createQuery(
                        """
                        update fleet set kafka_units = kafka_units + :more
                        where org = :org and id = :id and (:more <= 0
                          or status = 'Healthy' and kafka_units + :more <= max_kafka_units)
                        returning
                        """
                            + FleetRow.COLUMNS),
                org,
                id)
            .bind("more", more));
  }

  @Override
  public Optional<Fleet> giveBack(Tx tx, OrgId org, FleetId id, int units) {
    return after(
        key(
                handle(tx)
                    .createQuery(
                        """
                        update fleet set tenants = tenants - 1, kafka_units = kafka_units - :units
                        where org = :org and id = :id
                        returning
                        """
                            + FleetRow.COLUMNS),
                org,
                id)
            .bind("units", units));
  }

  private static Optional<Fleet> after(Query statement) {
    return statement.map((row, _) -> FleetRow.fleet(row)).findOne();
  }

  @Override
  public void serve(Tx tx, OrgId org, FleetId id, InstallId install) {
    key(
            handle(tx)
                .createUpdate(
                    """
                    update fleet set install = :install, updated_at = greatest(now(), updated_at)
                    where org = :org and id = :id
                    """),
            org,
            id)
        .bind("install", install.value())
        .execute();
  }

  @Override
  public void delete(Tx tx, OrgId org, FleetId id) {
    key(handle(tx).createUpdate("delete from fleet where org = :org and id = :id"), org, id)
        .execute();
  }

  private static <S extends SqlStatement<S>> S key(S statement, OrgId org, FleetId id) {
    return statement.bind("org", org.value()).bind("id", id.value());
  }

  private static String text(Map<String, Object> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are always JSON", e);
    }
  }
}
