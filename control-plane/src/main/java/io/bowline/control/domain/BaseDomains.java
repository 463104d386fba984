package io.bowline.control.domain;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.cloud.Complaint;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.domain.BaseDomain.Made;
import io.bowline.control.domain.BaseDomain.Setup;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.provider.FleetProviders;
import io.bowline.control.secret.Sealed;
import io.bowline.control.secret.Secret;
import io.bowline.control.secret.Vault;
import io.bowline.model.id.BaseDomainId;
import io.bowline.model.id.OrgId;
import io.bowline.model.place.Cloud;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/// The base domains of every organization. The keys of their certificates are sealed under the
/// organization's key.
@ApplicationScoped
public class BaseDomains {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Transactions transactions;
  private final Ids ids;
  private final BaseDomainStore store;
  private final FleetProviders providers;
  private final Vault vault;
  private final Audit audit;
  private final List<DomainUse> uses;

  public BaseDomains(
      Transactions transactions,
      Ids ids,
      BaseDomainStore store,
      FleetProviders providers,
      Vault vault,
      Audit audit,
      @All List<DomainUse> uses) {
    this.transactions = transactions;
    this.ids = ids;
    this.store = store;
    this.providers = providers;
    this.uses = List.copyOf(uses);
    this.vault = vault;
    this.audit = audit;
  }

  /// Makes a domain, in the caller's transaction.
  public DomainAdmission create(Tx tx, OrgId org, String name, SetupWish wish, String by) {
    return switch (DomainName.read(name)) {
      case DomainName.Reading.Refused(String why) ->
          new DomainAdmission.Refused(List.of(new Complaint("domain", why)));
      case DomainName.Reading.Good(DomainName good) -> {
        if (store.isForeign(tx, org, good)) {
          yield new DomainAdmission.Foreign(good);
        }
        var rules = new SetupRules(good, Setup.NOTHING, Optional.empty(), tx.now());
        yield switch (judged(tx, org, rules, wish)) {
          case SetupRules.Verdict.Refused(List<Complaint> complaints) ->
              new DomainAdmission.Refused(complaints);
          case SetupRules.Verdict.Good(Setup setup, Optional<Secret> key) ->
              made(tx, org, good, setup, key, by);
        };
      }
    };
  }

  private SetupRules.Verdict judged(Tx tx, OrgId org, SetupRules rules, SetupWish wish) {
    SetupRules.Verdict verdict = rules.judge(wish);
    return verdict instanceof SetupRules.Verdict.Good(Setup setup, Optional<Secret> _)
            && setup.hosted().filter(hosted -> !isAws(tx, org, hosted)).isPresent()
        ? new SetupRules.Verdict.Refused(
            List.of(
                new Complaint("aws.account", "is not the identifier of a fleet provider of AWS.")))
        : verdict;
  }

  private boolean isAws(Tx tx, OrgId org, HostedZone hosted) {
    return providers
        .find(tx, org, hosted.account())
        .filter(provider -> provider.cloud() == Cloud.AWS)
        .isPresent();
  }

  private DomainAdmission made(
      Tx tx, OrgId org, DomainName name, Setup setup, Optional<Secret> key, String by) {
    var domain =
        new BaseDomain(
            org,
            new BaseDomainId(ids.get()),
            name,
            setup,
            challenge(),
            Optional.empty(),
            1,
            new Made(by, tx.now(), tx.now()));
    if (!store.insert(tx, domain, sealed(tx, domain, key))) {
      return new DomainAdmission.Known(store.find(tx, org, name).orElseThrow());
    }
    record(tx, domain, by, "base-domain.create");
    return new DomainAdmission.Admitted(store.find(tx, org, name).orElseThrow());
  }

  /// Another for each organization; it is no secret, since it stands in the DNS.
  private String challenge() {
    return "bowline-domain=" + ids.get().toString().replace("-", "");
  }

  /// Sets a domain up in another way.
  public DomainAdmission change(OrgId org, String name, SetupWish wish, String by) {
    return transactions.inOrg(
        org,
        tx ->
            parsed(name)
                .flatMap(good -> store.lock(tx, org, good))
                .map(domain -> changed(tx, domain, wish, by))
                .orElseGet(DomainAdmission.Absent::new));
  }

  private DomainAdmission changed(Tx tx, BaseDomain domain, SetupWish wish, String by) {
    Optional<Secret> before = key(tx, domain);
    var rules = new SetupRules(domain.name(), domain.setup(), before, tx.now());
    return switch (judged(tx, domain.org(), rules, wish)) {
      case SetupRules.Verdict.Refused(List<Complaint> complaints) ->
          new DomainAdmission.Refused(complaints);
      case SetupRules.Verdict.Good(Setup setup, Optional<Secret> key)
          when setup.equals(domain.setup()) && key.equals(before) ->
          new DomainAdmission.Admitted(domain);
      case SetupRules.Verdict.Good(Setup setup, Optional<Secret> key) -> {
        store.change(tx, domain.org(), domain.id(), setup, sealed(tx, domain, key));
        record(tx, domain, by, "base-domain.update");
        yield new DomainAdmission.Admitted(
            store.find(tx, domain.org(), domain.name()).orElseThrow());
      }
    };
  }

  /// Finds the domain that a fleet names, or makes it as one whose records the organization makes
  /// itself and whose certificate is to be issued.
  public Claim claim(Tx tx, OrgId org, String name, String by) {
    return switch (create(tx, org, name, SetupWish.NOTHING, by)) {
      case DomainAdmission.Admitted(BaseDomain domain) -> new Claim.Held(domain);
      case DomainAdmission.Known(BaseDomain domain) ->
          new Claim.Held(store.lock(tx, org, domain.name()).orElseThrow());
      case DomainAdmission.Foreign(DomainName foreign) -> new Claim.Refused(foreign(foreign));
      case DomainAdmission.Refused(List<Complaint> complaints) ->
          new Claim.Refused(complaints.getFirst().message());
      case DomainAdmission.Absent() -> throw new IllegalStateException("a new domain is absent");
    };
  }

  /// Why a domain that is another organization's is refused.
  public static String foreign(DomainName name) {
    return ("belongs to another organization, which has shown that %s is theirs. Choose another, or a"
            + " name below it that is yours.")
        .formatted(name);
  }

  public Optional<BaseDomain> find(OrgId org, String name) {
    return transactions.inOrg(org, tx -> find(tx, org, name));
  }

  /// The same in the caller's transaction.
  Optional<BaseDomain> find(Tx tx, OrgId org, String name) {
    return parsed(name).flatMap(good -> store.find(tx, org, good));
  }

  private static Optional<DomainName> parsed(String name) {
    return switch (DomainName.read(name)) {
      case DomainName.Reading.Good(DomainName good) -> Optional.of(good);
      case DomainName.Reading.Refused(String _) -> Optional.empty();
    };
  }

  /// In order of names.
  public List<BaseDomain> list(OrgId org, String after, int limit) {
    return transactions.inOrg(org, tx -> store.list(tx, org, after, limit));
  }

  /// The domain, locked until the caller's transaction ends.
  Optional<BaseDomain> lock(Tx tx, OrgId org, DomainName name) {
    return store.lock(tx, org, name);
  }

  /// Whether another organization has shown that it is theirs.
  boolean isForeign(Tx tx, OrgId org, DomainName name) {
    return store.isForeign(tx, org, name);
  }

  /// Deletes a domain and its key.
  public Removal delete(OrgId org, String name, String by) {
    return transactions.inOrg(
        org,
        tx ->
            parsed(name)
                .flatMap(good -> store.lock(tx, org, good))
                .map(domain -> removed(tx, domain, by))
                .orElseGet(Removal.Absent::new));
  }

  private Removal removed(Tx tx, BaseDomain domain, String by) {
    Optional<String> user = uses.stream().flatMap(each -> each.of(tx, domain).stream()).findFirst();
    if (user.isPresent()) {
      return new Removal.InUse(user.get());
    }
    store.delete(tx, domain.org(), domain.id());
    record(tx, domain, by, "base-domain.delete");
    return new Removal.Removed();
  }

  /// The key of its certificate.
  Optional<Secret> key(Tx tx, BaseDomain domain) {
    return store
        .key(tx, domain.org(), domain.id())
        .map(sealed -> vault.open(tx, domain.org(), context(domain), sealed));
  }

  private Optional<Sealed> sealed(Tx tx, BaseDomain domain, Optional<Secret> key) {
    return key.map(secret -> vault.seal(tx, domain.org(), context(domain), secret));
  }

  private static String context(BaseDomain domain) {
    return "base-domain/%s/key".formatted(domain.id());
  }

  private void record(Tx tx, BaseDomain domain, String by, String action) {
    String detail = JSON.createObjectNode().put("domain", domain.name().text()).toString();
    audit.record(tx, domain.org(), new AuditEntry(by, action, domain.id().toString(), detail));
  }
}
