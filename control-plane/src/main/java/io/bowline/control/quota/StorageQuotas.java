package io.bowline.control.quota;

import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import io.bowline.registry.Admission;
import io.bowline.registry.Quotas;
import io.bowline.registry.storage.Holding;
import io.bowline.registry.storage.Storage;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/// Says how much a namespace may hold, and keeps count, for all processes in the database.
///
/// Each decision holds the namespace's row, so that any number of pushers anywhere stay within the
/// quota. What is counted is only taken off again once the storage was seen not to have it.
@Singleton
public final class StorageQuotas implements Quotas {
  static final SystemTask TASK = new SystemTask("storage-quota");
  private static final Logger LOG = Logger.getLogger(StorageQuotas.class);
  private static final int TOGETHER = 500;

  private final Transactions transactions;
  private final QuotaStore store;
  private final Storage storage;
  private final LongAdder refused = new LongAdder();

  public StorageQuotas(Transactions transactions, QuotaStore store, Storage storage) {
    this.transactions = transactions;
    this.store = store;
    this.storage = storage;
  }

  @Override
  public Admission begin(String repository) {
    return transactions.asSystem(
        TASK,
        tx -> {
          if (store.known(tx, repository)) {
            return new Admission.Granted();
          }
          Stock stock = store.look(tx, Stock.namespace(repository));
          return stock.hasRoomForARepository()
              ? new Admission.Granted()
              : refused(stock.noRepository());
        });
  }

  @Override
  public Room upload(String repository, String upload, long least, long most) {
    String namespace = Stock.namespace(repository);
    return transactions.asSystem(
        TASK,
        tx -> {
          Stock stock = store.hold(tx, namespace);
          long own = store.uploading(tx, repository, upload);
          if (least > own && least - own > stock.room()) {
            return new Room.Refused(refused(stock.noRoom(least - own)));
          }
          long taken = most > own ? Math.max(least, own + within(stock, most - own)) : most;
          store.upload(tx, namespace, repository, upload, taken);
          return new Room.Taken(taken);
        });
  }

  private static long within(Stock stock, long wanted) {
    return Math.max(0, Math.min(wanted, stock.room()));
  }

  @Override
  public void ended(String repository, String upload) {
    String namespace = Stock.namespace(repository);
    transactions.runAsSystem(
        TASK,
        tx -> {
          store.hold(tx, namespace);
          store.upload(tx, namespace, repository, upload, 0);
        });
  }

  @Override
  public Claim claim(String repository, Holding wanted, long size, Optional<String> upload) {
    return transactions.asSystem(TASK, tx -> claim(tx, repository, wanted, size, upload));
  }

  private Claim claim(
      Tx tx, String repository, Holding wanted, long size, Optional<String> upload) {
    String namespace = Stock.namespace(repository);
    Stock stock = store.hold(tx, namespace);
    long own = upload.isEmpty() ? 0 : store.uploading(tx, repository, upload.get());
    boolean paid = store.has(tx, namespace, wanted.digest().toString());
    if (!paid && size - own > stock.room()) {
      return new Claim.Refused(refused(stock.noRoom(size - own)));
    }
    if (!stock.hasRoomForARepository() && !store.known(tx, repository)) {
      return new Claim.Refused(refused(stock.noRepository()));
    }
    upload.ifPresent(id -> store.upload(tx, namespace, repository, id, 0));
    long version = store.claim(tx, namespace, repository, wanted, size);
    return new Claim.Granted(
        () -> kept(repository, wanted, size),
        () -> failed(repository, wanted, version, upload, own));
  }

  private void kept(String repository, Holding holding, long size) {
    String namespace = Stock.namespace(repository);
    transactions.runAsSystem(
        TASK,
        tx -> {
          if (!store.arrived(tx, repository, holding)) {
            store.hold(tx, namespace);
            store.settle(tx, namespace, repository, holding, size);
          }
        });
  }

  /// @param own what the upload takes again, as it is there still
  private void failed(
      String repository, Holding holding, long version, Optional<String> upload, long own) {
    String namespace = Stock.namespace(repository);
    transactions.runAsSystem(
        TASK,
        tx -> {
          store.hold(tx, namespace);
          upload.ifPresent(id -> store.upload(tx, namespace, repository, id, own));
          store.giveUp(tx, repository, holding, version);
        });
    dropped(repository, List.of(holding));
  }

  /// What cannot be taken off now, the next recount takes off.
  @Override
  public void dropped(String repository, List<Holding> gone) {
    try {
      for (int from = 0; from < gone.size(); from += TOGETHER) {
        takeOff(repository, gone.subList(from, Math.min(gone.size(), from + TOGETHER)));
      }
    } catch (IOException | RuntimeException e) {
      LOG.warnf(
          "What %s does not hold any more is counted until the next recount: %s", repository, e);
    }
  }

  private void takeOff(String repository, List<Holding> gone) throws IOException {
    List<String> digests = gone.stream().map(Holding::toString).distinct().toList();
    Map<Holding, Entry> known = new HashMap<>();
    transactions
        .asSystem(TASK, tx -> store.entries(tx, repository, digests))
        .forEach(entry -> known.put(entry.holding(), entry));
    List<Entry> absent = new ArrayList<>();
    for (Holding holding : gone) {
      Entry entry = known.get(holding);
      if (entry != null && !entry.underWay() && isAbsent(repository, holding)) {
        absent.add(entry);
      }
    }
    release(repository, absent);
  }

  private boolean isAbsent(String repository, Holding holding) throws IOException {
    return storage.repository(repository).sizeOf(holding).isEmpty();
  }

  /// Takes off what the storage was seen not to have after it was read here.
  void release(String repository, List<Entry> absent) {
    if (absent.isEmpty()) {
      return;
    }
    String namespace = Stock.namespace(repository);
    transactions.runAsSystem(
        TASK,
        tx -> {
          store.hold(tx, namespace);
          absent.forEach(entry -> store.release(tx, namespace, repository, entry));
        });
  }

  /// What an organization's namespace holds, and may hold.
  public Stock of(OrgId org) {
    return transactions.asSystem(TASK, tx -> store.look(tx, store.name(tx, org)));
  }

  /// The namespaces that hold most.
  public List<Stock> largest(int atMost) {
    return transactions.asSystem(TASK, tx -> store.largest(tx, atMost));
  }

  /// How often somebody was told that there is no room, since the start.
  public long refused() {
    return refused.sum();
  }

  private Admission.UsedUp refused(String why) {
    refused.increment();
    return new Admission.UsedUp(why);
  }
}
