package io.bowline.control.quota.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.platform.Tx;
import io.bowline.control.quota.Entry;
import io.bowline.control.quota.Quota;
import io.bowline.control.quota.QuotaSettings;
import io.bowline.control.quota.QuotaStore;
import io.bowline.control.quota.Stock;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.OrgId;
import io.bowline.registry.storage.Holding;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;

/// Rows of what repositories have, and one of sums for each namespace, which is its lock as well.
@ApplicationScoped
public class PgQuotaStore implements QuotaStore {
  private static final String STOCK =
      """
      select n.namespace, n.bytes, n.uploading, n.repositories, o.org is not null as organization,
        a.bytes_stored, a.repositories as most
      from artifact_namespace n left join organization o on o.name = n.namespace
        left join artifact_allowance a on a.org = o.org
      """;

  private static final String ENTRY =
      """
      select kind, digest, version,
        coalesce(claimed_at > now() - interval '1 hour', false) as under_way
      from artifact_holding where repository = :repository
      """;

  /// What is counted of a thing that comes or goes, by the rows beside its own.
  private static final String ALONE =
      """
      not exists (select 1 from artifact_holding h where h.namespace = :namespace
        and h.digest = :digest and (h.repository, h.kind) <> (:repository, :kind)) as unpaid,
      not exists (select 1 from artifact_holding h where h.repository = :repository
        and (h.digest, h.kind) <> (:digest, :kind)) as sole
      """;

  private final QuotaSettings usual;

  public PgQuotaStore(QuotaSettings usual) {
    this.usual = usual;
  }

  /// The rows can be made again from the storage, so nobody waits for the disk with the namespace
  /// in hand.
  @Override
  public Stock hold(Tx tx, String namespace) {
    handle(tx).execute("select set_config('synchronous_commit', 'off', true)");
    String held = STOCK + " where n.namespace = :namespace for no key update of n";
    Optional<Stock> found = stock(tx, held, namespace);
    if (found.isPresent()) {
      return found.get();
    }
    handle(tx)
        .createUpdate(
            "insert into artifact_namespace (namespace) values (:namespace) on conflict do nothing")
        .bind("namespace", namespace)
        .execute();
    return stock(tx, held, namespace).orElseThrow();
  }

  @Override
  public Stock look(Tx tx, String namespace) {
    return stock(
            tx,
            """
            select :namespace as namespace, coalesce(n.bytes, 0) as bytes,
              coalesce(n.uploading, 0) as uploading, coalesce(n.repositories, 0) as repositories,
              o.org is not null as organization, a.bytes_stored, a.repositories as most
            from (select 1) as one left join artifact_namespace n on n.namespace = :namespace
              left join organization o on o.name = :namespace
              left join artifact_allowance a on a.org = o.org
            """,
            namespace)
        .orElseThrow();
  }

  private Optional<Stock> stock(Tx tx, String sql, String namespace) {
    return handle(tx)
        .createQuery(sql)
        .bind("namespace", namespace)
        .map((row, _) -> stock(row))
        .findOne();
  }

  private Stock stock(ResultSet row) throws SQLException {
    Long bytes = row.getObject("bytes_stored", Long.class);
    Integer repositories = row.getObject("most", Integer.class);
    return new Stock(
        row.getString("namespace"),
        row.getBoolean("organization"),
        new Quota(
            bytes == null ? usual.bytesStored() : bytes,
            repositories == null ? usual.repositories() : repositories),
        row.getLong("bytes"),
        row.getLong("uploading"),
        row.getLong("repositories"));
  }

  @Override
  public String name(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery("select name from organization where org = :org")
        .bind("org", org.value())
        .mapTo(String.class)
        .one();
  }

  @Override
  public List<Stock> largest(Tx tx, int atMost) {
    return handle(tx)
        .createQuery(STOCK + " order by n.bytes + n.uploading desc, n.namespace limit :most")
        .bind("most", atMost)
        .map((row, _) -> stock(row))
        .list();
  }

  @Override
  public long uploading(Tx tx, String repository, String upload) {
    return handle(tx)
        .createQuery(
            "select bytes from artifact_upload where repository = :repository and id = :id")
        .bind("repository", repository)
        .bind("id", upload)
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  @Override
  public void upload(Tx tx, String namespace, String repository, String upload, long bytes) {
    String sql =
        bytes == 0
            ? """
            with gone as (delete from artifact_upload where repository = :repository and id = :id
              returning bytes)
            update artifact_namespace set uploading = uploading - gone.bytes from gone
            where namespace = :namespace
            """
            : """
            with before as (
              select coalesce(sum(bytes), 0) as bytes from artifact_upload
              where repository = :repository and id = :id
            ), after as (
              insert into artifact_upload (repository, id, namespace, bytes)
              values (:repository, :id, :namespace, :bytes)
              on conflict (repository, id) do update set bytes = :bytes, touched_at = now()
            )
            update artifact_namespace set uploading = uploading + :bytes - before.bytes from before
            where namespace = :namespace
            """;
    handle(tx)
        .createUpdate(sql)
        .bind("namespace", namespace)
        .bind("repository", repository)
        .bind("id", upload)
        .bind("bytes", bytes)
        .execute();
  }

  @Override
  public void forgetUploads(Tx tx, String namespace, Duration untouched) {
    handle(tx)
        .createUpdate(
            """
            delete from artifact_upload where namespace = :namespace
              and touched_at < now() - :seconds * interval '1 second'
            """)
        .bind("namespace", namespace)
        .bind("seconds", untouched.toSeconds())
        .execute();
  }

  @Override
  public List<Entry> entries(Tx tx, String repository, Collection<String> digests) {
    return handle(tx)
        .createQuery(ENTRY + " and digest = any(:digests)")
        .bind("repository", repository)
        .bindArray("digests", String.class, digests)
        .map(PgQuotaStore::entry)
        .list();
  }

  @Override
  public List<Entry> entries(Tx tx, String repository) {
    return handle(tx)
        .createQuery(ENTRY)
        .bind("repository", repository)
        .map(PgQuotaStore::entry)
        .list();
  }

  private static Entry entry(ResultSet row, StatementContext context) throws SQLException {
    return new Entry(
        new Holding(
            Holding.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
            Digest.parse(row.getString("digest"))),
        row.getLong("version"),
        row.getBoolean("under_way"));
  }

  @Override
  public boolean has(Tx tx, String namespace, String digest) {
    return handle(tx)
        .createQuery(
            """
            select exists (select 1 from artifact_holding
              where namespace = :namespace and digest = :digest)
            """)
        .bind("namespace", namespace)
        .bind("digest", digest)
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public boolean known(Tx tx, String repository) {
    return handle(tx)
        .createQuery(
            "select exists (select 1 from artifact_holding where repository = :repository)")
        .bind("repository", repository)
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public Set<String> repositories(Tx tx) {
    return handle(tx)
        .createQuery("select distinct repository from artifact_holding")
        .mapTo(String.class)
        .set();
  }

  @Override
  public long claim(Tx tx, String namespace, String repository, Holding holding, long size) {
    Optional<Long> again =
        bound(
                tx,
                """
                update artifact_holding set version = nextval('artifact_holding_version'),
                  claimed_at = now()
                where repository = :repository and kind = :kind and digest = :digest
                """,
                repository,
                holding)
            .executeAndReturnGeneratedKeys("version")
            .mapTo(Long.class)
            .findOne();
    if (again.isPresent()) {
      return again.get();
    }
    add(tx, namespace, repository, holding, size);
    return bound(
            tx,
            """
            update artifact_holding set claimed_at = now()
            where repository = :repository and kind = :kind and digest = :digest
            """,
            repository,
            holding)
        .executeAndReturnGeneratedKeys("version")
        .mapTo(Long.class)
        .one();
  }

  @Override
  public boolean arrived(Tx tx, String repository, Holding holding) {
    return bound(
                tx,
                """
                update artifact_holding set claimed_at = null
                where repository = :repository and kind = :kind and digest = :digest
                """,
                repository,
                holding)
            .execute()
        > 0;
  }

  @Override
  public void settle(Tx tx, String namespace, String repository, Holding holding, long size) {
    if (!arrived(tx, repository, holding)) {
      add(tx, namespace, repository, holding, size);
    }
  }

  private static void add(Tx tx, String namespace, String repository, Holding holding, long size) {
    bound(
            tx,
            "with alone as (select "
                + ALONE
                + """
                ), fresh as (
                  insert into artifact_holding (repository, kind, digest, namespace, size)
                  values (:repository, :kind, :digest, :namespace, :size)
                )
                update artifact_namespace n
                set bytes = n.bytes + case when alone.unpaid then :size else 0 end,
                  repositories = n.repositories + case when alone.sole then 1 else 0 end
                from alone where n.namespace = :namespace
                """,
            repository,
            holding)
        .bind("namespace", namespace)
        .bind("size", size)
        .execute();
  }

  @Override
  public void giveUp(Tx tx, String repository, Holding holding, long version) {
    bound(
            tx,
            """
            update artifact_holding set claimed_at = null
            where repository = :repository and kind = :kind and digest = :digest
              and version = :version
            """,
            repository,
            holding)
        .bind("version", version)
        .execute();
  }

  @Override
  public void release(Tx tx, String namespace, String repository, Entry entry) {
    bound(
            tx,
            "with alone as (select "
                + ALONE
                + """
                ), gone as (
                  delete from artifact_holding
                  where repository = :repository and kind = :kind and digest = :digest
                    and version = :version
                  returning size
                )
                update artifact_namespace n
                set bytes = n.bytes - case when alone.unpaid then gone.size else 0 end,
                  repositories = n.repositories - case when alone.sole then 1 else 0 end
                from alone, gone where n.namespace = :namespace
                """,
            repository,
            entry.holding())
        .bind("namespace", namespace)
        .bind("version", entry.version())
        .execute();
  }

  private static Update bound(Tx tx, String sql, String repository, Holding holding) {
    return handle(tx)
        .createUpdate(sql)
        .bind("repository", repository)
        .bind("kind", holding.kind().name().toLowerCase(Locale.ROOT))
        .bind("digest", holding.digest().toString());
  }

  @Override
  public void addUp(Tx tx, String namespace) {
    handle(tx)
        .createUpdate(
            """
            update artifact_namespace set
              bytes = (select coalesce(sum(size), 0) from (
                select distinct on (digest) size from artifact_holding
                where namespace = :namespace order by digest) as contents),
              repositories = (select count(distinct repository) from artifact_holding
                where namespace = :namespace),
              uploading = (select coalesce(sum(bytes), 0) from artifact_upload
                where namespace = :namespace)
            where namespace = :namespace
            """)
        .bind("namespace", namespace)
        .execute();
  }

  @Override
  public List<String> namespaces(Tx tx) {
    return handle(tx)
        .createQuery("select namespace from artifact_namespace order by namespace")
        .mapTo(String.class)
        .list();
  }

  @Override
  public boolean beginRecount(Tx tx, Duration every) {
    return handle(tx)
            .createUpdate(
                """
                insert into artifact_recount as r (began_at) values (now())
                on conflict (one_row) do update set began_at = now()
                where r.began_at < now() - :seconds * interval '1 second'
                  or (r.ended_at < r.began_at and r.began_at < now() - interval '1 hour')
                """)
            .bind("seconds", every.toSeconds())
            .execute()
        > 0;
  }

  @Override
  public void endRecount(Tx tx) {
    handle(tx).execute("update artifact_recount set ended_at = now()");
  }
}
