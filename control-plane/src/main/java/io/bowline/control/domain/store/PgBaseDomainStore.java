package io.bowline.control.domain.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.domain.BaseDomain;
import io.bowline.control.domain.BaseDomain.Made;
import io.bowline.control.domain.BaseDomain.Setup;
import io.bowline.control.domain.BaseDomainStore;
import io.bowline.control.domain.DnsProvider;
import io.bowline.control.domain.DomainName;
import io.bowline.control.domain.HostedZone;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Sealed;
import io.bowline.model.id.BaseDomainId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

/// Rows of base domains.
@ApplicationScoped
public class PgBaseDomainStore implements BaseDomainStore {
  private static final String DOMAIN =
      """
      select d.org, d.id, d.domain, d.tls_cert, d.dns_provider, d.dns_zone, d.aws_account,
        d.aws_zone, d.challenge, d.revision, d.created_by, d.created_at, d.updated_at,
        (select p.proven_at from domain_proof p where p.domain = d.domain and p.holder = d.org)
          as proven_at
      from base_domain d
      """;

  @Override
  public boolean insert(Tx tx, BaseDomain domain, Optional<Sealed> key) {
    return set(
                handle(tx)
                    .createUpdate(
                        """
                        insert into base_domain
                          (org, id, domain, tls_cert, sealed_key, dns_provider, dns_zone,
                            aws_account, aws_zone, challenge, created_by)
                        values
                          (:org, :id, :domain, :chain, :key, :provider, :zone,
                            :account, :hosted, :challenge, :by)
                        on conflict (org, domain) do nothing
                        """),
                domain.setup(),
                key)
            .bind("org", domain.org().value())
            .bind("id", domain.id().value())
            .bind("domain", domain.name().text())
            .bind("challenge", domain.challenge())
            .bind("by", domain.made().by())
            .execute()
        == 1;
  }

  private static <S extends SqlStatement<S>> S set(S statement, Setup setup, Optional<Sealed> key) {
    return statement
        .bind("chain", setup.chain())
        .bind("key", key.map(Sealed::bytes).orElse(null))
        .bind("provider", setup.provider().text())
        .bind("zone", setup.zone().map(DomainName::text))
        .bind("account", setup.hosted().map(HostedZone::account))
        .bind("hosted", setup.hosted().flatMap(HostedZone::id));
  }

  @Override
  public Optional<BaseDomain> find(Tx tx, OrgId org, DomainName name) {
    return one(tx, DOMAIN + "where d.org = :org and d.domain = :domain", org, name);
  }

  @Override
  public Optional<BaseDomain> lock(Tx tx, OrgId org, DomainName name) {
    return one(tx, DOMAIN + "where d.org = :org and d.domain = :domain for update of d", org, name);
  }

  private static Optional<BaseDomain> one(Tx tx, String sql, OrgId org, DomainName name) {
    return handle(tx)
        .createQuery(sql)
        .bind("org", org.value())
        .bind("domain", name.text())
        .map((row, _) -> domain(row))
        .findOne();
  }

  @Override
  public Optional<Sealed> key(Tx tx, OrgId org, BaseDomainId id) {
    return handle(tx)
        .createQuery(
            """
            select sealed_key from base_domain
            where org = :org and id = :id and sealed_key is not null
            """)
        .bind("org", org.value())
        .bind("id", id.value())
        .mapTo(byte[].class)
        .findOne()
        .map(Sealed::new);
  }

  @Override
  public List<BaseDomain> list(Tx tx, OrgId org, String after, int limit) {
    return handle(tx)
        .createQuery(
            DOMAIN + "where d.org = :org and d.domain > :after order by d.domain limit :limit")
        .bind("org", org.value())
        .bind("after", after)
        .bind("limit", limit)
        .map((row, _) -> domain(row))
        .list();
  }

  @Override
  public void change(Tx tx, OrgId org, BaseDomainId id, Setup setup, Optional<Sealed> key) {
    set(
            handle(tx)
                .createUpdate(
                    """
                    update base_domain
                    set tls_cert = :chain, sealed_key = :key, dns_provider = :provider,
                      dns_zone = :zone, aws_account = :account, aws_zone = :hosted,
                      revision = revision + 1, updated_at = greatest(now(), updated_at),
                      check_due = now()
                    where org = :org and id = :id
                    """),
            setup,
            key)
        .bind("org", org.value())
        .bind("id", id.value())
        .execute();
  }

  @Override
  public void delete(Tx tx, OrgId org, BaseDomainId id) {
    handle(tx)
        .createUpdate("delete from base_domain where org = :org and id = :id")
        .bind("org", org.value())
        .bind("id", id.value())
        .execute();
  }

  @Override
  public Optional<DomainName> inAccount(Tx tx, OrgId org, String provider) {
    return handle(tx)
        .createQuery(
            """
            select domain from base_domain where org = :org and aws_account = :provider
            order by domain limit 1
            """)
        .bind("org", org.value())
        .bind("provider", provider)
        .mapTo(String.class)
        .findOne()
        .map(DomainName::new);
  }

  @Override
  public boolean isForeign(Tx tx, OrgId org, DomainName name) {
    return handle(tx)
        .createQuery(
            """
            select exists (
              select from domain_proof
              where domain = :domain and holder <> :org and seen_at > now() - interval '30 days')
            """)
        .bind("domain", name.text())
        .bind("org", org.value())
        .mapTo(Boolean.class)
        .one();
  }

  private static BaseDomain domain(ResultSet row) throws SQLException {
    String account = row.getString("aws_account");
    return new BaseDomain(
        new OrgId(row.getObject("org", UUID.class)),
        new BaseDomainId(row.getObject("id", UUID.class)),
        new DomainName(row.getString("domain")),
        new Setup(
            Optional.ofNullable(row.getString("tls_cert")),
            DnsProvider.parse(row.getString("dns_provider")).orElseThrow(),
            Optional.ofNullable(row.getString("dns_zone")).map(DomainName::new),
            account == null
                ? Optional.empty()
                : Optional.of(
                    new HostedZone(account, Optional.ofNullable(row.getString("aws_zone"))))),
        row.getString("challenge"),
        Optional.ofNullable(row.getObject("proven_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        row.getLong("revision"),
        new Made(
            row.getString("created_by"), instant(row, "created_at"), instant(row, "updated_at")));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
