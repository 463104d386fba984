package io.bowline.control.catalog.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.catalog.CatalogStore;
import io.bowline.control.catalog.Channel;
import io.bowline.control.catalog.PublishedRelease;
import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// Rows of releases, channels and entitlements.
@ApplicationScoped
public class PgCatalogStore implements CatalogStore {
  private static final String RELEASE =
      "digest, product, version, sequence, repository, yanked_at, published_at";

  @Override
  public void insert(Tx tx, PublishedRelease release, String document) {
    handle(tx)
        .createUpdate(
            """
            insert into release (digest, product, version, sequence, repository, document)
            values (:digest, :product, :version, :sequence, :repository, cast(:document as jsonb))
            """)
        .bind("digest", release.digest().toString())
        .bind("product", release.product())
        .bind("version", release.version())
        .bind("sequence", release.sequence())
        .bind("repository", release.repository())
        .bind("document", document)
        .execute();
  }

  @Override
  public Optional<PublishedRelease> find(Tx tx, Digest digest) {
    return handle(tx)
        .createQuery("select " + RELEASE + " from release where digest = :digest")
        .bind("digest", digest.toString())
        .map((row, _) -> release(row))
        .findOne();
  }

  @Override
  public Optional<String> document(Tx tx, Digest digest) {
    return handle(tx)
        .createQuery("select document::text from release where digest = :digest")
        .bind("digest", digest.toString())
        .mapTo(String.class)
        .findOne();
  }

  @Override
  public List<String> components(Tx tx, Digest digest) {
    return handle(tx)
        .createQuery(
            """
            select c ->> 'name' from release, jsonb_array_elements(document -> 'components') c
            where digest = :digest order by 1
            """)
        .bind("digest", digest.toString())
        .mapTo(String.class)
        .list();
  }

  @Override
  public long highestSequence(Tx tx, String product) {
    return handle(tx)
        .createQuery("select coalesce(max(sequence), 0) from release where product = :product")
        .bind("product", product)
        .mapTo(Long.class)
        .one();
  }

  @Override
  public Optional<PublishedRelease> byVersion(Tx tx, String product, String version) {
    return handle(tx)
        .createQuery(
            "select " + RELEASE + " from release where product = :product and version = :version")
        .bind("product", product)
        .bind("version", version)
        .map((row, _) -> release(row))
        .findOne();
  }

  @Override
  public List<PublishedRelease> list(
      Tx tx, Optional<String> product, Optional<Digest> before, int limit) {
    return handle(tx)
        .createQuery(
            "select "
                + RELEASE
                + """
                 from release where (cast(:product as text) is null or product = :product)
                   and (cast(:before as text) is null or (published_at, sequence) <
                     (select published_at, sequence from release where digest = :before))
                 order by published_at desc, sequence desc limit :limit
                """)
        .bindByType("product", product.orElse(null), String.class)
        .bindByType("before", before.map(Digest::toString).orElse(null), String.class)
        .bind("limit", limit)
        .map((row, _) -> release(row))
        .list();
  }

  @Override
  public void point(Tx tx, String product, String name, Digest release, String by) {
    handle(tx)
        .createUpdate(
            """
            insert into channel (product, name, digest, moved_by)
            values (:product, :name, :digest, :by)
            on conflict (product, name)
              do update set digest = :digest, moved_by = :by, moved_at = now()
            """)
        .bind("product", product)
        .bind("name", name)
        .bind("digest", release.toString())
        .bind("by", by)
        .execute();
  }

  @Override
  public Optional<Channel> channel(Tx tx, String product, String name) {
    return handle(tx)
        .createQuery(
            """
            select product, name, digest, moved_at, moved_by from channel
            where product = :product and name = :name
            """)
        .bind("product", product)
        .bind("name", name)
        .map((row, _) -> channel(row))
        .findOne();
  }

  @Override
  public List<Channel> channels(Tx tx) {
    return handle(tx)
        .createQuery(
            "select product, name, digest, moved_at, moved_by from channel order by product, name")
        .map((row, _) -> channel(row))
        .list();
  }

  @Override
  public void entitle(Tx tx, OrgId org, String product) {
    handle(tx)
        .createUpdate(
            """
            insert into entitlement (org, product) values (:org, :product) on conflict do nothing
            """)
        .bind("org", org.value())
        .bind("product", product)
        .execute();
  }

  @Override
  public boolean entitled(Tx tx, OrgId org, String product) {
    return handle(tx)
        .createQuery(
            "select exists (select 1 from entitlement where org = :org and product = :product)")
        .bind("org", org.value())
        .bind("product", product)
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public boolean entitledToRepository(Tx tx, OrgId org, String repository) {
    return handle(tx)
        .createQuery(
            """
            select exists (
              select 1 from entitlement join release using (product)
              where org = :org
                and (repository = :repository
                  or document -> 'images' @> jsonb_build_array(
                    jsonb_build_object('repository', cast(:repository as text)))))
            """)
        .bind("org", org.value())
        .bind("repository", repository)
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public List<String> entitlements(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery("select product from entitlement where org = :org order by product")
        .bind("org", org.value())
        .mapTo(String.class)
        .list();
  }

  private static PublishedRelease release(ResultSet row) throws SQLException {
    return new PublishedRelease(
        Digest.parse(row.getString("digest")),
        row.getString("product"),
        row.getString("version"),
        row.getLong("sequence"),
        row.getString("repository"),
        row.getObject("yanked_at") != null,
        row.getObject("published_at", OffsetDateTime.class).toInstant());
  }

  private static Channel channel(ResultSet row) throws SQLException {
    return new Channel(
        row.getString("product"),
        row.getString("name"),
        Digest.parse(row.getString("digest")),
        row.getObject("moved_at", OffsetDateTime.class).toInstant(),
        row.getString("moved_by"));
  }
}
