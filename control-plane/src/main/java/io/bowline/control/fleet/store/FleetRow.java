package io.bowline.control.fleet.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetStatus;
import io.bowline.control.fleet.Room;
import io.bowline.control.fleet.Standing;
import io.bowline.control.fleet.Tenancy;
import io.bowline.control.fleet.form.InfraType;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.FleetProviderId;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A fleet as its row has it.
final class FleetRow {
  static final String COLUMNS =
      """
      org, id, identifier, infra_type, domain, tenancy, max_tenants, max_kafka_units,
        tenants, kafka_units, placement::text as placement, advanced::text as advanced, provider,
        install, begun, status, reason, status_at, created_by, created_at, updated_at
      """;

  static final String SELECT = "select " + COLUMNS + "from fleet ";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private FleetRow() {}

  static Fleet fleet(ResultSet row) throws SQLException {
    return new Fleet(
        new OrgId(row.getObject("org", UUID.class)),
        new FleetId(row.getObject("id", UUID.class)),
        row.getString("identifier"),
        InfraType.parse(row.getString("infra_type")).orElseThrow(),
        row.getString("domain"),
        Tenancy.parse(row.getString("tenancy")).orElseThrow(),
        room(row),
        values(row.getString("placement")),
        values(row.getString("advanced")),
        Optional.ofNullable(row.getObject("provider", UUID.class)).map(FleetProviderId::new),
        Optional.ofNullable(row.getObject("install", UUID.class)).map(InstallId::new),
        row.getBoolean("begun"),
        new Standing(
            FleetStatus.of(row.getString("status")),
            row.getString("reason"),
            instant(row, "status_at")),
        row.getString("created_by"),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  private static Room room(ResultSet row) throws SQLException {
    return new Room(
        row.getInt("max_tenants"),
        row.getInt("max_kafka_units"),
        row.getInt("tenants"),
        row.getInt("kafka_units"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static Map<String, Object> values(String text) {
    try {
      return JSON.readValue(text, new TypeReference<Map<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what is kept of a fleet is no JSON", e);
    }
  }
}
