package io.bowline.control.leaving.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.control.leaving.BelongingStore;
import io.bowline.control.leaving.Look;
import io.bowline.control.leaving.Tracked;
import io.bowline.control.leaving.Witness;
import io.bowline.control.platform.Tx;
import io.bowline.model.belonging.Belonging;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Rows of belongings, and of the last look.
@ApplicationScoped
public class PgBelongingStore implements BelongingStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

  @Override
  public List<Tracked> list(Tx tx, OrgId org, InstallId install) {
    return handle(tx)
        .createQuery(
            """
            select kind, name, maker, holds_data, since, seen_by, gone_at, why, size from belonging
            where org = :org and install = :install order by kind, name
            """)
        .bind("org", org.value())
        .bind("install", install.value())
        .map((row, _) -> tracked(row))
        .list();
  }

  @Override
  public void put(Tx tx, OrgId org, InstallId install, Witness by, List<Belonging> seen) {
    var batch =
        handle(tx)
            .prepareBatch(
                """
                insert into belonging (org, install, kind, name, maker, holds_data, seen_by, gone_at, why, size)
                values (:org, :install, :kind, :name, :maker, :data, :by,
                  case when :there then null else now() end, :why, :size)
                on conflict (org, install, kind, name) do update set
                  maker = excluded.maker, holds_data = excluded.holds_data, seen_by = excluded.seen_by,
                  seen_at = now(), why = excluded.why,
                  size = case when excluded.size = '' then belonging.size else excluded.size end,
                  gone_at = case when :there then null else coalesce(belonging.gone_at, now()) end
                """);
    for (Belonging one : seen) {
      batch
          .bind("org", org.value())
          .bind("install", install.value())
          .bind("kind", one.kind())
          .bind("name", one.name())
          .bind("maker", one.maker())
          .bind("data", one.holdsData())
          .bind("by", by.word())
          .bind("there", one.there())
          .bind("why", one.why())
          .bind("size", one.size())
          .add();
    }
    if (!seen.isEmpty()) {
      batch.execute();
    }
  }

  @Override
  public void look(Tx tx, OrgId org, InstallId install, String by, Look look) {
    handle(tx)
        .createUpdate(
            """
            insert into account_look (org, install, told_by, looked, unlooked)
            values (:org, :install, :by, cast(:looked as jsonb), cast(:unlooked as jsonb))
            on conflict (org, install) do update set
              at = now(), told_by = excluded.told_by, looked = excluded.looked,
              unlooked = excluded.unlooked
            """)
        .bind("org", org.value())
        .bind("install", install.value())
        .bind("by", by)
        .bind("looked", json(look.looked()))
        .bind("unlooked", json(look.unlooked()))
        .execute();
  }

  @Override
  public Optional<Look.Kept> lastLook(Tx tx, OrgId org, InstallId install) {
    return handle(tx)
        .createQuery(
            """
            select at, told_by, looked::text as looked, unlooked::text as unlooked from account_look
            where org = :org and install = :install
            """)
        .bind("org", org.value())
        .bind("install", install.value())
        .map((row, _) ->
            new Look.Kept(
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("told_by"),
                Set.copyOf(texts(row.getString("looked"))),
                texts(row.getString("unlooked"))))
        .findOne();
  }

  private static Tracked tracked(ResultSet row) throws SQLException {
    Optional<OffsetDateTime> gone =
        Optional.ofNullable(row.getObject("gone_at", OffsetDateTime.class));
    return new Tracked(
        new Belonging(
            row.getString("maker"),
            row.getString("kind"),
            row.getString("name"),
            row.getBoolean("holds_data"),
            gone.isEmpty(),
            row.getString("why"),
            row.getString("size")),
        row.getObject("since", OffsetDateTime.class).toInstant(),
        Witness.valueOf(row.getString("seen_by").toUpperCase(Locale.ROOT)),
        gone.map(OffsetDateTime::toInstant));
  }

  private static String json(Collection<String> texts) {
    try {
      return JSON.writeValueAsString(texts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are always JSON", e);
    }
  }

  private static List<String> texts(String json) {
    try {
      return JSON.readValue(json, TEXTS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a column of account_look is no such JSON", e);
    }
  }
}
