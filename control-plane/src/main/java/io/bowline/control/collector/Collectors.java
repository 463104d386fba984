package io.bowline.control.collector;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.Pem;
import io.bowline.control.identity.ServerTls;
import io.bowline.control.identity.SigningRequest;
import io.bowline.control.install.Installs;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.CollectorId;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.identity.Identity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The collectors of every install: certified, renewed, revoked. Their keys are made by the
/// customer and never leave the machine they are on.
@ApplicationScoped
public class Collectors {
  private static final Duration LONGEST_LIFE = Duration.ofDays(7);
  private static final Duration SHORTEST_LIFE = Duration.ofMinutes(1);
  private static final Pattern NAME = Pattern.compile("[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Transactions transactions;
  private final Ids ids;
  private final CollectorStore store;
  private final Installs installs;
  private final Authority authority;
  private final String trustDomain;
  private final Audit audit;
  private final Duration life;
  private final int perInstall;

  public Collectors(
      Transactions transactions,
      Ids ids,
      CollectorStore store,
      Installs installs,
      Issuing issuing,
      Audit audit,
      CollectorSettings settings) {
    this.transactions = transactions;
    this.ids = ids;
    this.store = store;
    this.installs = installs;
    this.authority = issuing.authority();
    this.trustDomain = issuing.tls().trustDomain();
    this.audit = audit;
    Duration wanted = settings.certificateLife();
    this.life = wanted.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : wanted;
    this.perInstall = settings.perInstall();
  }

  /// Makes a collector and its first certificate, in the caller's transaction.
  public Certification create(
      Tx tx, OrgId org, InstallId install, String name, CertificateWish wish) {
    if (!NAME.matcher(name).matches()) {
      return new Certification.Invalid(
          "name", "must be a DNS label: a-z, 0-9 and -, at most 63 characters");
    }
    return switch (checked(wish)) {
      case Checked.Wrong(Certification.Invalid invalid) -> invalid;
      case Checked.Good(PublicKey key, Duration wanted) -> {
        if (installs.lock(tx, org, install).isEmpty()) {
          yield new Certification.Absent("install");
        }
        List<Collector> there = store.unrevoked(tx, org, install);
        Optional<Collector> taken =
            there.stream().filter(other -> other.name().equals(name)).findFirst();
        if (taken.isPresent()) {
          yield new Certification.NameTaken(taken.get());
        }
        yield there.size() >= perInstall
            ? new Certification.TooMany(perInstall)
            : made(tx, org, install, name, new Grant(key, wanted, wish.by()));
      }
    };
  }

  private record Grant(PublicKey key, Duration life, String by) {}

  private Certification made(Tx tx, OrgId org, InstallId install, String name, Grant grant) {
    var id = new CollectorId(ids.get());
    X509Certificate certificate =
        authority.certify(grant.key(), identity(org, install, id), grant.life());
    Instant until = certificate.getNotAfter().toInstant();
    var collector =
        new Collector(org, id, install, name, grant.by(), tx.now(), until, Optional.empty());
    store.insert(tx, collector);
    audit.record(tx, org, new AuditEntry(grant.by(), "collector.create", id.toString()));
    return new Certification.Certified(collector, certificate);
  }

  /// Certifies a collector once more, also when its last certificate has ended, in the caller's
  /// transaction.
  public Certification renew(
      Tx tx, OrgId org, InstallId install, CollectorId id, CertificateWish wish) {
    return switch (checked(wish)) {
      case Checked.Wrong(Certification.Invalid invalid) -> invalid;
      case Checked.Good(PublicKey key, Duration wanted) ->
          store
              .lock(tx, org, id)
              .filter(known -> known.install().equals(install) && known.revokedAt().isEmpty())
              .<Certification>map(known -> renewed(tx, known, new Grant(key, wanted, wish.by())))
              .orElseGet(() -> new Certification.Absent("collector"));
    };
  }

  private Certification renewed(Tx tx, Collector known, Grant grant) {
    X509Certificate certificate =
        authority.certify(
            grant.key(), identity(known.org(), known.install(), known.id()), grant.life());
    store.certified(tx, known.org(), known.id(), certificate.getNotAfter().toInstant());
    audit.record(
        tx, known.org(), new AuditEntry(grant.by(), "collector.renew", known.id().toString()));
    return new Certification.Certified(
        store.find(tx, known.org(), known.id()).orElseThrow(), certificate);
  }

  /// The next certificate, for a collector that came with a valid one.
  public Certification renew(Identity identity, String request) {
    var wish = new CertificateWish(request, Optional.empty(), "collector/" + identity.holder());
    return identity.role() == Identity.Role.COLLECTOR
        ? transactions.inOrg(
            identity.org(), tx -> renew(tx, identity.org(), identity.install(), of(identity), wish))
        : new Certification.Absent("collector");
  }

  /// Whether a certificate of ours still counts.
  public boolean admitted(Identity identity) {
    return identity.role() == Identity.Role.COLLECTOR
        && transactions
            .inOrg(identity.org(), tx -> store.find(tx, identity.org(), of(identity)))
            .filter(known -> known.install().equals(identity.install()))
            .filter(known -> known.revokedAt().isEmpty())
            .isPresent();
  }

  /// By the name people use while it is not revoked, or by id.
  public Optional<Collector> named(OrgId org, InstallId install, String nameOrId) {
    return transactions.inOrg(
        org,
        tx ->
            store.unrevoked(tx, org, install).stream()
                .filter(known -> known.name().equals(nameOrId))
                .findFirst()
                .or(() -> byId(tx, org, install, nameOrId)));
  }

  private Optional<Collector> byId(Tx tx, OrgId org, InstallId install, String id) {
    return UUID.matcher(id).matches()
        ? store
            .find(tx, org, CollectorId.parse(id))
            .filter(known -> known.install().equals(install))
        : Optional.empty();
  }

  /// Newest first, also those that are revoked.
  public List<Collector> list(
      OrgId org, InstallId install, Optional<CollectorId> before, int limit) {
    return transactions.inOrg(org, tx -> store.list(tx, org, install, before, limit));
  }

  /// Takes all its certificates back. Revoking twice changes nothing.
  public void revoke(OrgId org, CollectorId id, String by) {
    transactions.runInOrg(
        org,
        tx ->
            store
                .lock(tx, org, id)
                .filter(found -> found.revokedAt().isEmpty())
                .ifPresent(_ -> {
                  store.revoke(tx, org, id);
                  audit.record(tx, org, new AuditEntry(by, "collector.revoke", id.toString()));
                }));
  }

  private sealed interface Checked {
    record Good(PublicKey key, Duration life) implements Checked {}

    record Wrong(Certification.Invalid invalid) implements Checked {}
  }

  private Checked checked(CertificateWish wish) {
    Duration wanted = wish.life().orElse(life);
    if (wanted.compareTo(SHORTEST_LIFE) < 0 || wanted.compareTo(life) > 0) {
      return wrong(
          "lifeSeconds",
          "must be between %d and %d".formatted(SHORTEST_LIFE.toSeconds(), life.toSeconds()));
    }
    try {
      return new Checked.Good(SigningRequest.parse(Pem.request(wish.request())).key(), wanted);
    } catch (IllegalArgumentException e) {
      return wrong("csr", "cannot be used: " + e.getMessage());
    }
  }

  private static Checked wrong(String field, String message) {
    return new Checked.Wrong(new Certification.Invalid(field, message));
  }

  private Identity identity(OrgId org, InstallId install, CollectorId id) {
    return new Identity(
        trustDomain, org, install, Identity.Role.COLLECTOR, new RunnerId(id.value()));
  }

  private static CollectorId of(Identity identity) {
    return new CollectorId(identity.holder().value());
  }

  /// Who certifies, and in which trust domain.
  @Singleton
  public record Issuing(Authority authority, ServerTls tls) {}
}
