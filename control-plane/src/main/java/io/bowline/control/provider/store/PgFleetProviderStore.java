package io.bowline.control.provider.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.control.platform.Tx;
import io.bowline.control.provider.FleetProvider;
import io.bowline.control.provider.FleetProviderStore;
import io.bowline.control.secret.Sealed;
import io.bowline.model.id.FleetProviderId;
import io.bowline.model.id.OrgId;
import io.bowline.model.place.Cloud;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Rows of fleet providers.
@ApplicationScoped
public class PgFleetProviderStore implements FleetProviderStore {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PROVIDER =
      """
      select org, id, identifier, provider_type, shown::text as shown, revision, created_by,
        created_at, updated_at
      from fleet_provider
      """;

  @Override
  public boolean insert(Tx tx, FleetProvider provider, Sealed configuration) {
    return handle(tx)
            .createUpdate(
                """
                insert into fleet_provider
                  (org, id, identifier, provider_type, shown, sealed, created_by)
                values (:org, :id, :identifier, :type, cast(:shown as jsonb), :sealed, :by)
                on conflict (org, identifier) do nothing
                """)
            .bind("org", provider.org().value())
            .bind("id", provider.id().value())
            .bind("identifier", provider.identifier())
            .bind("type", provider.cloud().text())
            .bind("shown", text(provider.shown()))
            .bind("sealed", configuration.bytes())
            .bind("by", provider.createdBy())
            .execute()
        == 1;
  }

  @Override
  public Optional<FleetProvider> find(Tx tx, OrgId org, String identifier) {
    return one(tx, PROVIDER + "where org = :org and identifier = :identifier", org, identifier);
  }

  @Override
  public Optional<FleetProvider> lock(Tx tx, OrgId org, String identifier) {
    return one(
        tx, PROVIDER + "where org = :org and identifier = :identifier for update", org, identifier);
  }

  @Override
  public Optional<FleetProvider> lock(Tx tx, OrgId org, FleetProviderId id) {
    return handle(tx)
        .createQuery(PROVIDER + "where org = :org and id = :id for update")
        .bind("org", org.value())
        .bind("id", id.value())
        .map((row, _) -> provider(row))
        .findOne();
  }

  private static Optional<FleetProvider> one(Tx tx, String sql, OrgId org, String identifier) {
    return handle(tx)
        .createQuery(sql)
        .bind("org", org.value())
        .bind("identifier", identifier)
        .map((row, _) -> provider(row))
        .findOne();
  }

  @Override
  public Optional<Sealed> sealed(Tx tx, OrgId org, FleetProviderId id) {
    return handle(tx)
        .createQuery("select sealed from fleet_provider where org = :org and id = :id")
        .bind("org", org.value())
        .bind("id", id.value())
        .mapTo(byte[].class)
        .findOne()
        .map(Sealed::new);
  }

  @Override
  public List<FleetProvider> list(Tx tx, OrgId org, String after, int limit) {
    return handle(tx)
        .createQuery(
            PROVIDER
                + """
                where org = :org and identifier > :after order by identifier limit :limit
                """)
        .bind("org", org.value())
        .bind("after", after)
        .bind("limit", limit)
        .map((row, _) -> provider(row))
        .list();
  }

  @Override
  public void change(
      Tx tx, OrgId org, FleetProviderId id, Map<String, String> shown, Sealed sealed) {
    handle(tx)
        .createUpdate(
            """
            update fleet_provider
            set shown = cast(:shown as jsonb), sealed = :sealed, revision = revision + 1,
              updated_at = greatest(now(), updated_at), check_due = now()
            where org = :org and id = :id
            """)
        .bind("org", org.value())
        .bind("id", id.value())
        .bind("shown", text(shown))
        .bind("sealed", sealed.bytes())
        .execute();
  }

  @Override
  public void delete(Tx tx, OrgId org, FleetProviderId id) {
    handle(tx)
        .createUpdate("delete from fleet_provider where org = :org and id = :id")
        .bind("org", org.value())
        .bind("id", id.value())
        .execute();
  }

  private static FleetProvider provider(ResultSet row) throws SQLException {
    return new FleetProvider(
        new OrgId(row.getObject("org", UUID.class)),
        new FleetProviderId(row.getObject("id", UUID.class)),
        row.getString("identifier"),
        Cloud.parse(row.getString("provider_type")).orElseThrow(),
        shown(row.getString("shown")),
        row.getLong("revision"),
        row.getString("created_by"),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static String text(Map<String, String> shown) {
    try {
      return JSON.writeValueAsString(shown);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts that is no JSON", e);
    }
  }

  private static Map<String, String> shown(String text) {
    try {
      return JSON.readValue(text, new TypeReference<Map<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what is shown of a fleet provider is no JSON", e);
    }
  }
}
