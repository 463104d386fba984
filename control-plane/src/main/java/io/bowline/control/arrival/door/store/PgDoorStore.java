package io.bowline.control.arrival.door.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.control.arrival.door.DoorPhase;
import io.bowline.control.arrival.door.DoorReport;
import io.bowline.control.arrival.door.DoorStore;
import io.bowline.control.arrival.door.MadeThing;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Rows of what doors told.
@ApplicationScoped
public class PgDoorStore implements DoorStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<MadeThing>> MADE = new TypeReference<>() {};

  @Override
  public boolean insert(Tx tx, DoorReport report, String digest) {
    return handle(tx)
            .createUpdate(
                """
                insert into door_report
                  (org, install, id, token, door, phase, attempt, made, reason, vouched_for, digest, at)
                values (:org, :install, :id, :token, :door, :phase, :attempt, cast(:made as jsonb),
                  :reason, :vouched, :digest, now())
                on conflict (org, install, digest) do nothing
                """)
            .bind("org", report.org().value())
            .bind("install", report.install().value())
            .bind("id", report.id())
            .bind("token", report.token().value())
            .bind("door", report.door())
            .bind("phase", report.phase().word())
            .bind("attempt", report.attempt())
            .bind("made", json(report.made()))
            .bind("reason", report.reason())
            .bind("vouched", report.vouchedFor())
            .bind("digest", digest)
            .execute()
        == 1;
  }

  @Override
  public List<DoorReport> list(Tx tx, OrgId org, InstallId install, int limit) {
    return handle(tx)
        .createQuery(
            """
            select * from (
              select org, install, id, token, door, phase, attempt, made::text as made, reason,
                vouched_for, at
              from door_report where org = :org and install = :install
              order by at desc, id desc limit :limit) newest
            order by at, id
            """)
        .bind("org", org.value())
        .bind("install", install.value())
        .bind("limit", limit)
        .map((row, _) -> report(row))
        .list();
  }

  @Override
  public int count(Tx tx, OrgId org, InstallId install) {
    return handle(tx)
        .createQuery("select count(*) from door_report where org = :org and install = :install")
        .bind("org", org.value())
        .bind("install", install.value())
        .mapTo(Integer.class)
        .one();
  }

  private static DoorReport report(ResultSet row) throws SQLException {
    return new DoorReport(
        new OrgId(row.getObject("org", UUID.class)),
        new InstallId(row.getObject("install", UUID.class)),
        row.getObject("id", UUID.class),
        new TokenId(row.getObject("token", UUID.class)),
        row.getString("door"),
        DoorPhase.of(row.getString("phase")).orElseThrow(),
        row.getString("attempt"),
        read(row.getString("made")),
        row.getString("reason"),
        Optional.ofNullable(row.getString("vouched_for")),
        row.getObject("at", OffsetDateTime.class).toInstant());
  }

  private static String json(List<MadeThing> made) {
    try {
      return JSON.writeValueAsString(made);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are always JSON", e);
    }
  }

  private static List<MadeThing> read(String json) {
    try {
      return JSON.readValue(json, MADE);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("door_report.made in the database is no such JSON", e);
    }
  }
}
