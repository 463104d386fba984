package io.bowline.control.artifact;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.catalog.Catalog;
import io.bowline.control.platform.StartupFailure;
import io.bowline.control.platform.Transactions;
import io.bowline.registry.Quotas;
import io.bowline.registry.collect.Collecting;
import io.bowline.registry.collect.Order;
import io.bowline.registry.collect.Report;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Throws away what nobody needs of the registry, and says so in the audit.
@Singleton
public final class GarbageCollection {
  private static final Duration SHORTEST_GRACE = Duration.ofHours(1);

  private final Collecting storage;
  private final ArtifactSettings settings;
  private final Catalog catalog;
  private final Audit audit;
  private final Transactions transactions;
  private final Quotas quotas;
  private final InstantSource clock;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile Optional<Report> last = Optional.empty();

  public GarbageCollection(
      Collecting storage,
      ArtifactSettings settings,
      Catalog catalog,
      Audit audit,
      Transactions transactions,
      Quotas quotas,
      InstantSource clock) {
    if (settings.collectGrace().compareTo(SHORTEST_GRACE) < 0) {
      throw new StartupFailure(
          "bowline.artifacts.collect-grace is %s: a push must be over within it, so it is at least"
                  .formatted(settings.collectGrace())
              + " 1 hour.");
    }
    this.storage = storage;
    this.settings = settings;
    this.catalog = catalog;
    this.audit = audit;
    this.transactions = transactions;
    this.quotas = quotas;
    this.clock = clock;
  }

  /// What came of a wish to collect.
  public sealed interface Outcome {
    /// It is done, or would be like this.
    record Collected(Report report) implements Outcome {}

    /// Somebody else collects, or makes a backup, at this moment.
    record Busy() implements Outcome {}

    /// It goes on; its report comes into the audit.
    record Running() implements Outcome {}
  }

  /// Collects now.
  ///
  /// @param by as the audit names them
  public Outcome collect(boolean dryRun, String by) throws IOException {
    Instant now = clock.instant();
    Order order =
        new Order(
            now,
            now.minus(settings.collectGrace()),
            now.minus(settings.uploadLife()),
            dryRun,
            catalog::needed,
            quotas::dropped);
    Optional<Report> report = storage.collect(order);
    if (report.isEmpty()) {
      return new Outcome.Busy();
    }
    record(report.get(), by);
    return new Outcome.Collected(report.get());
  }

  /// Collects, and waits for it so long.
  ///
  /// @param by as the audit names them
  public Outcome collectWithin(Duration patience, boolean dryRun, String by) {
    Future<Outcome> running = threads.submit(() -> collect(dryRun, by));
    try {
      return running.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Outcome.Running();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Running();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the registry's garbage could not be collected", e);
    }
  }

  void stop(@Observes ShutdownEvent stopping) {
    threads.shutdownNow();
  }

  /// Whether it is time again: nobody on this storage collected for as long as is set.
  boolean due() throws IOException {
    return !settings.collectEvery().isZero()
        && storage.lastCollected().isBefore(clock.instant().minus(settings.collectEvery()));
  }

  /// The last report of this process, dry runs left out.
  public Optional<Report> last() {
    return last;
  }

  private void record(Report report, String by) {
    if (!report.dryRun()) {
      last = Optional.of(report);
    }
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    detail.put("dryRun", report.dryRun());
    detail.put("manifests", report.manifests());
    detail.put("blobLinks", report.links());
    detail.put("contents", report.contents().count());
    detail.put("bytes", report.contents().bytes());
    detail.put("uploads", report.uploads().count());
    detail.put("remainingBytes", report.remaining().bytes());
    detail.put("skipped", report.skipped().size());
    AuditEntry entry = new AuditEntry(by, "registry.collect", "registry", detail.toString());
    transactions.runInOrg(Audit.VENDOR, tx -> audit.record(tx, Audit.VENDOR, entry));
  }
}
