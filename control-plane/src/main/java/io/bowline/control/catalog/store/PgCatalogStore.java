package io.bowline.control.catalog.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.catalog.CatalogStore;
import io.bowline.control.catalog.PublishedRelease;
import io.bowline.control.catalog.Yank;
import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;

/// Rows of releases and entitlements.
@ApplicationScoped
public class PgCatalogStore implements CatalogStore {
  private static final String RELEASE =
      """
      digest, product, version, sequence, repository, yanked_at, yanked_by, yank_reason, published_at
      """;

  private static final String PAGE =
      """
      (cast(:before as text) is null or (published_at, sequence) <
         (select published_at, sequence from release where digest = :before))
      order by published_at desc, sequence desc limit :limit
      """;

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
    return one(tx, digest, "");
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
  public List<PublishedRelease> list(Tx tx, Optional<Digest> before, int limit) {
    return page(handle(tx).createQuery("select " + RELEASE + " from release where " + PAGE), before)
        .bind("limit", limit)
        .map((row, _) -> release(row))
        .list();
  }

  @Override
  public List<PublishedRelease> list(
      Tx tx, Collection<String> products, Optional<Digest> before, int limit) {
    return page(
            handle(tx)
                .createQuery(
                    "select "
                        + RELEASE
                        + " from release where product = any (:products) and "
                        + PAGE)
                .bindArray("products", String.class, products.toArray()),
            before)
        .bind("limit", limit)
        .map((row, _) -> release(row))
        .list();
  }

  private static Query page(Query query, Optional<Digest> before) {
    return query.bindByType("before", before.map(Digest::toString).orElse(null), String.class);
  }

  @Override
  public Optional<PublishedRelease> share(Tx tx, Digest digest) {
    return one(tx, digest, "for share");
  }

  @Override
  public Optional<PublishedRelease> lock(Tx tx, Digest digest) {
    return one(tx, digest, "for no key update");
  }

  private static Optional<PublishedRelease> one(Tx tx, Digest digest, String suffix) {
    return handle(tx)
        .createQuery("select " + RELEASE + " from release where digest = :digest " + suffix)
        .bind("digest", digest.toString())
        .map((row, _) -> release(row))
        .findOne();
  }

  @Override
  public void yank(Tx tx, Digest digest, String reason, String by) {
    handle(tx)
        .createUpdate(
            """
            update release set yanked_at = now(), yank_reason = :reason, yanked_by = :by
            where digest = :digest
            """)
        .bind("digest", digest.toString())
        .bind("reason", reason)
        .bind("by", by)
        .execute();
  }

  @Override
  public void unyank(Tx tx, Digest digest) {
    handle(tx)
        .createUpdate(
            """
            update release set yanked_at = null, yank_reason = null, yanked_by = null
            where digest = :digest
            """)
        .bind("digest", digest.toString())
        .execute();
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
  public Set<Digest> needed(Tx tx, String repository) {
    return handle(tx)
        .createQuery(
            """
            select digest from release where repository = :repository
            union
            select image ->> 'digest'
              from release, jsonb_array_elements(document -> 'images') image
              where document -> 'images' @> jsonb_build_array(
                  jsonb_build_object('repository', cast(:repository as text)))
                and image ->> 'repository' = :repository
                and image ->> 'digest' is not null
            """)
        .bind("repository", repository)
        .mapTo(String.class)
        .map(Digest::parse)
        .collect(Collectors.toSet());
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
        yank(row),
        row.getObject("published_at", OffsetDateTime.class).toInstant());
  }

  /// Who and why are not known of one that an earlier version noted.
  private static Optional<Yank> yank(ResultSet row) throws SQLException {
    OffsetDateTime at = row.getObject("yanked_at", OffsetDateTime.class);
    if (at == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Yank(
            at.toInstant(),
            Objects.requireNonNullElse(row.getString("yanked_by"), ""),
            Objects.requireNonNullElse(row.getString("yank_reason"), "")));
  }
}
