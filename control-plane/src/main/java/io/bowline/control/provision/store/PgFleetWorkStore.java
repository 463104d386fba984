package io.bowline.control.provision.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.control.platform.Tx;
import io.bowline.control.provision.FleetWorkStore;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Rows of the work on cloud fleets.
@ApplicationScoped
public class PgFleetWorkStore implements FleetWorkStore {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Override
  public void begin(Tx tx, OrgId org, FleetId fleet, JobId job) {
    handle(tx)
        .createUpdate(
            """
            insert into fleet_work (org, fleet, job) values (:org, :fleet, :job)
            on conflict (org, fleet) do update set job = excluded.job, at = now(), enroll_by = null
            """)
        .bind("org", org.value())
        .bind("fleet", fleet.value())
        .bind("job", job.value())
        .execute();
  }

  @Override
  public void enrollWithin(Tx tx, OrgId org, FleetId fleet, Optional<Duration> within) {
    handle(tx)
        .createUpdate(
            """
            update fleet_work
            set enroll_by = now() + make_interval(secs => cast(:within as float8))
            where org = :org and fleet = :fleet
            """)
        .bind("org", org.value())
        .bind("fleet", fleet.value())
        .bindByType("within", within.map(Duration::toSeconds).orElse(null), Long.class)
        .execute();
  }

  @Override
  public List<Due> unenrolled(Tx tx, int limit) {
    return handle(tx)
        .createQuery(
            """
            select org, fleet from fleet_work where enroll_by <= now()
            order by enroll_by limit :limit
            """)
        .bind("limit", limit)
        .map((row, _) ->
            new Due(
                new OrgId(row.getObject("org", UUID.class)),
                new FleetId(row.getObject("fleet", UUID.class))))
        .list();
  }

  @Override
  public Optional<JobId> job(Tx tx, OrgId org, FleetId fleet) {
    return handle(tx)
        .createQuery("select job from fleet_work where org = :org and fleet = :fleet")
        .bind("org", org.value())
        .bind("fleet", fleet.value())
        .mapTo(UUID.class)
        .findOne()
        .map(JobId::new);
  }

  @Override
  public void made(Tx tx, OrgId org, FleetId fleet, Map<String, String> outputs) {
    try {
      handle(tx)
          .createUpdate(
              """
              update fleet_work set outputs = cast(:outputs as jsonb), at = now()
              where org = :org and fleet = :fleet
              """)
          .bind("org", org.value())
          .bind("fleet", fleet.value())
          .bind("outputs", JSON.writeValueAsString(outputs))
          .execute();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are always JSON", e);
    }
  }

  @Override
  public Map<String, String> outputs(Tx tx, OrgId org, FleetId fleet) {
    return handle(tx)
        .createQuery("select outputs::text from fleet_work where org = :org and fleet = :fleet")
        .bind("org", org.value())
        .bind("fleet", fleet.value())
        .mapTo(String.class)
        .findOne()
        .map(PgFleetWorkStore::read)
        .orElse(Map.of());
  }

  private static Map<String, String> read(String text) {
    try {
      return JSON.readValue(text, new TypeReference<Map<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what is kept of a fleet's outputs is no JSON", e);
    }
  }
}
