package io.bowline.control.provider;

import io.bowline.control.hosted.HostedRunners;
import io.bowline.control.job.EventHints;
import io.bowline.control.job.JobRecord;
import io.bowline.control.job.Jobs;
import io.bowline.control.job.Origin;
import io.bowline.control.platform.Swept;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.platform.event.Hint;
import io.bowline.control.platform.event.Hints;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Phase;
import io.bowline.model.probe.Result;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Has the organization's hosted runner ask the clouds about providers' credentials, and keeps
/// fleets from providers that were not found right. This process asks no cloud.
@ApplicationScoped
public class ProviderChecks implements Swept {
  private static final Logger LOG = Logger.getLogger(ProviderChecks.class);
  private static final SystemTask CHECK = new SystemTask("provider-check");
  private static final String NOBODY =
      "No hosted runner of this organization is connected, so nobody can ask the cloud. The check"
          + " waits for one for an hour; the vendor runs it.";

  /// When a due check is looked at again that nobody could be asked for.
  private static final Duration LATER = Duration.ofMinutes(10);

  private static final int DUE_AT_ONCE = 50;

  private final Transactions transactions;
  private final FleetProviders providers;
  private final ProviderCheckStore store;
  private final HostedRunners hosted;
  private final Jobs jobs;
  private final Hints hints;
  private final Duration within;

  public ProviderChecks(
      Transactions transactions,
      FleetProviders providers,
      ProviderCheckStore store,
      HostedRunners hosted,
      Jobs jobs,
      Hints hints,
      ProviderSettings settings) {
    this.transactions = transactions;
    this.providers = providers;
    this.store = store;
    this.hosted = hosted;
    this.jobs = jobs;
    this.hints = hints;
    this.within = settings.validateWithin();
  }

  private record Asked(FleetProvider provider, JobId job) {}

  /// Has the cloud asked, and waits for the answer for a while. Who asks while somebody else's
  /// question about the same configuration is open gets the same answer.
  public Checking check(OrgId org, String identifier, Origin origin) {
    Optional<Asked> asked = transactions.inOrg(org, tx -> asked(tx, org, identifier, origin));
    if (asked.isEmpty()) {
      return new Checking.Absent();
    }
    JobId job = asked.get().job();
    if (!hosted.connected(org)) {
      return new Checking.Pending(job, NOBODY);
    }
    return awaited(org, job)
        .map(over -> answered(asked.get(), over))
        .orElseGet(() ->
            new Checking.Pending(
                job,
                "The hosted runner has not answered within %d s; it may yet."
                    .formatted(within.toSeconds())));
  }

  private Optional<Asked> asked(Tx tx, OrgId org, String identifier, Origin origin) {
    return providers
        .lock(tx, org, identifier)
        .map(provider ->
            new Asked(provider, open(tx, provider).orElseGet(() -> begun(tx, provider, origin))));
  }

  private JobId begun(Tx tx, FleetProvider provider, Origin origin) {
    var spec = new JobSpec.CheckProvider(provider.id(), provider.revision());
    OrgId org = provider.org();
    store.next(tx, org, provider.id(), ProviderAnswers.AGAIN);
    JobId job = jobs.ask(tx, org, hosted.place(tx, org), spec, origin);
    store.asked(tx, org, provider.id(), job);
    return job;
  }

  /// The job that asks about a provider's present configuration and is not over.
  private Optional<JobId> open(Tx tx, FleetProvider provider) {
    return store
        .asked(tx, provider.org(), provider.id())
        .flatMap(job -> jobs.find(tx, provider.org(), job))
        .filter(job -> !(job.phase() instanceof Phase.Terminal))
        .filter(job ->
            job.spec() instanceof JobSpec.CheckProvider(_, long revision)
                && revision == provider.revision())
        .map(JobRecord::id);
  }

  /// The job as it ended; empty when it did not while somebody waited.
  private Optional<Phase> awaited(OrgId org, JobId job) {
    long until = System.nanoTime() + within.toNanos();
    var look = new Semaphore(1);
    try (var _ =
        hints.subscribe(
            "feed." + EventHints.FEED,
            hint -> {
              if (!(hint instanceof Hint.Changed(_, String key)) || key.equals(job.toString())) {
                look.release();
              }
            })) {
      while (look.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        look.drainPermits();
        Phase phase = jobs.find(org, job).orElseThrow().phase();
        if (phase instanceof Phase.Terminal) {
          return Optional.of(phase);
        }
      }
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Checking answered(Asked asked, Phase over) {
    FleetProvider meant = asked.provider();
    Optional<FleetProvider> now = providers.find(meant.org(), meant.identifier());
    if (now.filter(provider -> provider.id().equals(meant.id())).isEmpty()) {
      return new Checking.Absent();
    }
    if (now.get().revision() != meant.revision()) {
      return new Checking.Overtaken();
    }
    Optional<ProviderCheck> check = find(meant);
    return check.isPresent() && (over instanceof Phase.Succeeded || over instanceof Phase.Failed)
        ? new Checking.Checked(check.get())
        : new Checking.Pending(
            asked.job(), "The check is " + Jobs.phaseName(over) + ". Validate again.");
  }

  /// What was found of a provider's present configuration; empty when it was not checked yet.
  public Optional<ProviderCheck> find(FleetProvider provider) {
    return transactions.inOrg(provider.org(), tx -> find(tx, provider));
  }

  /// The job that asks about it now, if one does.
  public Optional<JobId> asking(FleetProvider provider) {
    return transactions.inOrg(provider.org(), tx -> open(tx, provider));
  }

  private Optional<ProviderCheck> find(Tx tx, FleetProvider provider) {
    return store
        .find(tx, provider.org(), provider.id())
        .filter(check -> check.revision() == provider.revision());
  }

  /// Whether a fleet may be made with a provider. Holds the provider until the caller's transaction
  /// ends, so that its credentials cannot change in between.
  public Gate gate(Tx tx, OrgId org, String identifier) {
    return providers
        .lock(tx, org, identifier)
        .map(provider ->
            find(tx, provider)
                .map(check -> judged(provider, check.findings().result()))
                .orElseGet(
                    () -> closed(provider, "has not been checked since its configuration changed")))
        .orElseGet(Gate.Absent::new);
  }

  private static Gate judged(FleetProvider provider, Result result) {
    return switch (result) {
      case OK -> new Gate.Open(provider);
      case FAILED -> closed(provider, "was checked, and something is wrong with it");
      case INCONCLUSIVE, SKIPPED -> closed(provider, "was checked, and not all could be told");
    };
  }

  private static Gate closed(FleetProvider provider, String why) {
    return new Gate.Closed(
        provider,
        "The fleet provider %s %s. Validate it, and see what the checks say."
            .formatted(provider.identifier(), why));
  }

  /// Asks for the checks that are due: of configurations that changed, and of all once a day. Where
  /// there is no hosted runner they stay due.
  @Override
  public void sweep() {
    transactions
        .asSystem(CHECK, tx -> store.take(tx, LATER, DUE_AT_ONCE))
        .forEach(due -> {
          try {
            begin(due);
          } catch (RuntimeException e) {
            LOG.warnf(e, "A fleet provider could not be checked; it is tried again in minutes");
          }
        });
  }

  private void begin(ProviderCheckStore.Due due) {
    if (hosted.there(due.org())) {
      Origin origin = Origin.system(CHECK.name());
      Optional<Asked> _ =
          transactions.inOrg(due.org(), tx -> asked(tx, due.org(), due.identifier(), origin));
    }
  }
}
