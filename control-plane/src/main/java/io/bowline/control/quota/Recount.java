package io.bowline.control.quota;

import io.bowline.control.platform.Transactions;
import io.bowline.registry.storage.Holding;
import io.bowline.registry.storage.Repository;
import io.bowline.registry.storage.Storage;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/// Compares what is counted with what the storage has: what was there before anybody counted, and
/// what killed processes left counted or uncounted.
@Singleton
public final class Recount {
  private static final Logger LOG = Logger.getLogger(Recount.class);
  private final Transactions transactions;
  private final QuotaStore store;
  private final Storage storage;
  private final StorageQuotas quotas;

  public Recount(
      Transactions transactions, QuotaStore store, Storage storage, StorageQuotas quotas) {
    this.transactions = transactions;
    this.store = store;
    this.storage = storage;
    this.quotas = quotas;
  }

  /// What was wrong.
  ///
  /// @param added was there and not counted
  /// @param removed was counted and not there
  public record Differences(int added, int removed) {}

  /// Compares, if nobody did for so long.
  ///
  /// @param uploadLife uploads untouched for longer are not there any more
  public boolean runEvery(Duration every, Duration uploadLife) throws IOException {
    boolean turn = transactions.asSystem(StorageQuotas.TASK, tx -> store.beginRecount(tx, every));
    if (turn) {
      run(uploadLife);
    }
    return turn;
  }

  /// Compares now.
  public Differences run(Duration uploadLife) throws IOException {
    Set<String> repositories =
        new TreeSet<>(transactions.asSystem(StorageQuotas.TASK, store::repositories));
    repositories.addAll(storage.repositories());
    int added = 0;
    int removed = 0;
    for (String repository : repositories) {
      try {
        Differences found = compare(repository);
        added += found.added();
        removed += found.removed();
      } catch (IOException e) {
        LOG.warnf("What %s holds is counted as before, since it cannot be read: %s", repository, e);
      }
    }
    for (String namespace : transactions.asSystem(StorageQuotas.TASK, store::namespaces)) {
      transactions.runAsSystem(
          StorageQuotas.TASK,
          tx -> {
            store.hold(tx, namespace);
            store.forgetUploads(tx, namespace, uploadLife);
            store.addUp(tx, namespace);
          });
    }
    transactions.runAsSystem(StorageQuotas.TASK, store::endRecount);
    return new Differences(added, removed);
  }

  /// The rows are read first, so that what is brought meanwhile has another version.
  private Differences compare(String name) throws IOException {
    Map<Holding, Entry> counted = new HashMap<>();
    transactions
        .asSystem(StorageQuotas.TASK, tx -> store.entries(tx, name))
        .forEach(entry -> counted.put(entry.holding(), entry));
    Repository repository = storage.repository(name);
    Set<Holding> there = repository.holdings();
    Set<Holding> uncounted = new HashSet<>(there);
    uncounted.removeAll(counted.keySet());
    int added = 0;
    for (Holding holding : uncounted) {
      OptionalLong size = repository.sizeOf(holding);
      if (size.isPresent()) {
        add(name, holding, size.getAsLong());
        added++;
      }
    }
    List<Entry> absent = new ArrayList<>();
    for (Entry entry : counted.values()) {
      if (!there.contains(entry.holding())
          && !entry.underWay()
          && repository.sizeOf(entry.holding()).isEmpty()) {
        absent.add(entry);
      }
    }
    quotas.release(name, absent);
    return new Differences(added, absent.size());
  }

  private void add(String repository, Holding holding, long size) {
    String namespace = Stock.namespace(repository);
    transactions.runAsSystem(
        StorageQuotas.TASK,
        tx -> {
          store.hold(tx, namespace);
          store.settle(tx, namespace, repository, holding, size);
        });
  }
}
