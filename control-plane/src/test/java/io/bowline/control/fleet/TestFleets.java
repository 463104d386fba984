package io.bowline.control.fleet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.domain.BaseDomains;
import io.bowline.control.domain.store.PgBaseDomainStore;
import io.bowline.control.fleet.form.InfraType;
import io.bowline.control.fleet.store.PgFleetStore;
import io.bowline.control.hosted.AnsweringRunner;
import io.bowline.control.install.Installs;
import io.bowline.control.install.store.PgInstallStore;
import io.bowline.control.job.EventHints;
import io.bowline.control.job.JobFollower;
import io.bowline.control.job.Jobs;
import io.bowline.control.job.TestJobs;
import io.bowline.control.org.Founding;
import io.bowline.control.org.Organizations;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Scope;
import io.bowline.control.org.store.OrgRows;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.event.Hints;
import io.bowline.control.platform.event.store.FeedStore;
import io.bowline.control.platform.event.store.OutboxStore;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.provider.FleetProvider;
import io.bowline.control.provider.FleetProviders;
import io.bowline.control.provider.NewProvider;
import io.bowline.control.provider.ProviderCheckStore;
import io.bowline.control.provider.ProviderChecks;
import io.bowline.control.provider.ProviderLoan;
import io.bowline.control.provider.store.PgFleetProviderStore;
import io.bowline.control.provider.store.PgProviderCheckStore;
import io.bowline.control.region.Regions;
import io.bowline.control.region.store.PgRegionStore;
import io.bowline.control.secret.TestKeys;
import io.bowline.control.secret.Vault;
import io.bowline.control.secret.store.DataKeyStore;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import io.bowline.model.place.Cloud;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Findings;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// An organization with fleets on a real database.
public final class TestFleets {
  public static final String BY = "token/test";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Findings GOOD =
      new Findings(List.of(Check.ok("sign-in", "Yes.")), List.of(Check.ok("all", "Yes.")));

  public final Transactions transactions = TestDatabase.transactions();
  public final Ids ids = new Ids(InstantSource.system(), new SecureRandom());
  public final Audit audit = new Audit(new AuditChainStore());
  public final OrgId org;
  private final ProviderCheckStore found = new PgProviderCheckStore();
  public final FleetProviders providers;
  public final ProviderChecks checks;
  public final Regions regions;
  public final Installs installs;
  public final BaseDomains domains;
  public final Fleets fleets;
  public final FleetWishes wishes;

  /// Who hears that a fleet goes.
  public final List<FleetEnd> ends = new ArrayList<>();

  public final Jobs jobs;
  public final AnsweringRunner runner;
  public final ProviderLoan loan;

  public TestFleets() {
    this(List.of());
  }

  /// With whoever makes fleets.
  public TestFleets(List<FleetMaker> makers) {
    this(makers, List.of());
  }

  /// And with whoever goes on when a job is over.
  public TestFleets(List<FleetMaker> makers, List<JobFollower> followers) {
    var founder =
        new Principal.Staff(new TokenId(new UUID(0, 1)), "founder", Set.of(Scope.values()));
    var founded =
        new Organizations(transactions, new OrgRows(), audit, ids)
            .found("fleets-" + ids.get(), founder);
    org = ((Founding.Founded) founded).organization().id();
    var store = new PgFleetStore();
    var outbox = new OutboxStore(Duration.ofMinutes(1));
    var vault = new Vault(TestKeys.master(), new DataKeyStore(), new SecureRandom());
    providers =
        new FleetProviders(
            transactions,
            ids,
            new PgFleetProviderStore(),
            vault,
            audit,
            List.of(new ProvidersInUse(store)));
    var hints = new Hints();
    loan = new ProviderLoan(providers);
    jobs =
        TestJobs.of(transactions, new EventHints(outbox, new FeedStore(outbox)), followers, audit);
    installs = new Installs(transactions, ids, new PgInstallStore(), audit);
    runner = new AnsweringRunner(transactions, org, installs, jobs, audit, hints);
    checks =
        new ProviderChecks(
            transactions, providers, found, runner.hosted, jobs, hints, () -> Duration.ZERO);
    regions = new Regions(transactions, new PgRegionStore(), audit);
    var ledger = new FleetLedger(store, audit, outbox, makers);
    fleets = new Fleets(transactions, store, ledger, jobs, ends);
    domains =
        new BaseDomains(
            transactions,
            ids,
            new PgBaseDomainStore(),
            providers,
            vault,
            audit,
            List.of(new DomainsInUse(store)));
    wishes =
        new FleetWishes(transactions, ids, store, new Conditions(checks, regions), domains, ledger);
  }

  /// A wish for a cluster that a customer brings.
  public static NewFleet byok(String identifier) {
    return byok(identifier, Tenancy.SHARED, 4, 40);
  }

  public static NewFleet byok(String identifier, Tenancy tenancy, int tenants, int units) {
    return new NewFleet(
        identifier,
        InfraType.BYOK,
        identifier + ".example.com",
        tenancy,
        tenants,
        units,
        Map.of(),
        Map.of());
  }

  /// A wish for a fleet in AWS.
  public static NewFleet aws(String identifier, String account) {
    return in(InfraType.AWS, identifier, account, "eu-central-1");
  }

  /// A wish for a fleet in a cloud.
  public static NewFleet in(InfraType infra, String identifier, String account, String region) {
    return new NewFleet(
        identifier,
        infra,
        identifier + ".example.com",
        Tenancy.SHARED,
        4,
        40,
        Map.of("account", JSON.textNode(account), "region", JSON.textNode(region)),
        Map.of());
  }

  public Admission create(NewFleet wish) {
    return transactions.inOrg(org, tx -> wishes.create(tx, org, wish, BY));
  }

  /// One that is there.
  public Fleet made(NewFleet wish) {
    return ((Admission.Admitted) create(wish)).fleet();
  }

  public Move move(Fleet fleet, FleetStatus to, String reason) {
    return transactions.inOrg(org, tx -> fleets.move(tx, fleet, to, reason));
  }

  /// Takes it all the way.
  public void healthy(Fleet fleet) {
    move(fleet, FleetStatus.PROVISIONING, "");
    move(fleet, FleetStatus.HEALTHY, "");
  }

  /// Lets a provider's present configuration be found right.
  public void checked(String identifier) {
    transactions.runInOrg(
        org,
        tx -> {
          FleetProvider provider = providers.find(tx, org, identifier).orElseThrow();
          found.put(
              tx,
              org,
              new ProviderCheckStore.Ended(provider.id(), provider.revision(), GOOD, BY, tx.now()));
        });
  }

  /// Adds a provider of Azure, which nobody has checked.
  public void azureProvider(String identifier) {
    provider(identifier, Cloud.AZURE);
  }

  /// Adds a provider of AWS, which nobody has checked.
  public void provider(String identifier) {
    provider(identifier, Cloud.AWS);
  }

  /// The same of any cloud.
  public void provider(String identifier, Cloud cloud) {
    var wish = new NewProvider(identifier, cloud, TestProviders.configuration(cloud));
    transactions.inOrg(org, tx -> providers.create(tx, org, wish, BY));
  }
}
