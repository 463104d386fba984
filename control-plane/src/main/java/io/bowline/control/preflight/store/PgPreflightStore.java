package io.bowline.control.preflight.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.control.platform.Tx;
import io.bowline.control.preflight.KeptPreflight;
import io.bowline.control.preflight.Overruling;
import io.bowline.control.preflight.PreflightStore;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.preflight.Seen;
import io.bowline.model.preflight.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// One row of each install whose runner has looked.
@ApplicationScoped
public class PgPreflightStore implements PreflightStore {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Override
  public void put(Tx tx, OrgId org, InstallId install, JobId job, List<Seen> seen) {
    handle(tx)
        .createUpdate(
            """
            insert into preflight (org, install, job, seen)
            values (:org, :install, :job, cast(:seen as jsonb))
            on conflict (org, install) do update
            set job = excluded.job, seen = excluded.seen, looked_at = now()
            """)
        .bind("org", org.value())
        .bind("install", install.value())
        .bind("job", job.value())
        .bind("seen", document(seen).toString())
        .execute();
    handle(tx)
        .createUpdate(
            """
            delete from preflight_overruling
            where org = :org and install = :install and not (check_name = any (:failing))
            """)
        .bind("org", org.value())
        .bind("install", install.value())
        .bindArray(
            "failing",
            String.class,
            seen.stream().filter(one -> one.verdict() == Verdict.FAIL).map(Seen::check).toArray())
        .execute();
  }

  @Override
  public void overrule(Tx tx, OrgId org, InstallId install, Overruling word) {
    handle(tx)
        .createUpdate(
            """
            insert into preflight_overruling (org, install, check_name, reason, ruled_by)
            values (:org, :install, :check, :reason, :by)
            on conflict (org, install, check_name) do update
            set reason = excluded.reason, ruled_by = excluded.ruled_by, ruled_at = now()
            """)
        .bind("org", org.value())
        .bind("install", install.value())
        .bind("check", word.check())
        .bind("reason", word.reason())
        .bind("by", word.by())
        .execute();
  }

  @Override
  public void forget(Tx tx, OrgId org, InstallId install) {
    for (String table : List.of("preflight_overruling", "preflight")) {
      handle(tx)
          .createUpdate("delete from <table> where org = :org and install = :install")
          .define("table", table)
          .bind("org", org.value())
          .bind("install", install.value())
          .execute();
    }
  }

  private static ArrayNode document(List<Seen> seen) {
    ArrayNode document = JSON.createArrayNode();
    for (Seen one : seen) {
      ObjectNode node =
          document
              .addObject()
              .put("check", one.check())
              .put("verdict", one.verdict().word())
              .put("seen", one.seen())
              .put("means", one.means())
              .put("fix", one.fix());
      one.commands().forEach(node.putArray("commands")::add);
    }
    return document;
  }

  @Override
  public Optional<KeptPreflight> newest(Tx tx, OrgId org, InstallId install) {
    List<Overruling> overruled = overruled(tx, org, install);
    return handle(tx)
        .createQuery(
            """
            select job, seen::text as seen, looked_at from preflight
            where org = :org and install = :install
            """)
        .bind("org", org.value())
        .bind("install", install.value())
        .map((row, _) ->
            new KeptPreflight(
                new JobId(row.getObject("job", UUID.class)),
                seen(row.getString("seen")),
                row.getObject("looked_at", OffsetDateTime.class).toInstant(),
                overruled))
        .findOne();
  }

  private static List<Overruling> overruled(Tx tx, OrgId org, InstallId install) {
    return handle(tx)
        .createQuery(
            """
            select check_name, reason, ruled_by, ruled_at from preflight_overruling
            where org = :org and install = :install order by check_name
            """)
        .bind("org", org.value())
        .bind("install", install.value())
        .map((row, _) ->
            new Overruling(
                row.getString("check_name"),
                row.getString("reason"),
                row.getString("ruled_by"),
                row.getObject("ruled_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  private static List<Seen> seen(String column) {
    var seen = new ArrayList<Seen>();
    try {
      for (JsonNode one : JSON.readTree(column)) {
        var commands = new ArrayList<String>();
        one.path("commands").forEach(line -> commands.add(line.asText()));
        seen.add(
            new Seen(
                one.path("check").asText(),
                Verdict.parse(one.path("verdict").asText()),
                one.path("seen").asText(),
                one.path("means").asText(),
                one.path("fix").asText(),
                commands));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what a runner saw is no JSON", e);
    }
    return seen;
  }
}
