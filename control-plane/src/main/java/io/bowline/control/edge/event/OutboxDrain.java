package io.bowline.control.edge.event;

import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.event.Hints;
import io.bowline.control.platform.event.Parcel;
import io.bowline.control.platform.event.Parcels;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Empties the outbox into a stream of messages: claims when woken or when a sweep says so, holds a
/// bounded number, and takes an event out only after its handlers returned.
final class OutboxDrain implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(OutboxDrain.class);
  private static final int IN_FLIGHT = 64;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final Transactions transactions;
  private final Parcels parcels;
  private final Hints hints;
  private final Semaphore wake = new Semaphore(1);
  private final Set<Long> inFlight = ConcurrentHashMap.newKeySet();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean closed;
  private volatile @Nullable Thread thread;

  OutboxDrain(Transactions transactions, Parcels parcels, Hints hints) {
    this.transactions = transactions;
    this.parcels = parcels;
    this.hints = hints;
  }

  Multi<Message<String>> messages() {
    return Multi.createFrom().<Message<String>>emitter(this::start, BackPressureStrategy.BUFFER);
  }

  private void start(MultiEmitter<? super Message<String>> emitter) {
    Hints.Subscription subscription = hints.subscribe(Hints.EVERY_TOPIC, hint -> wake());
    emitter.onTermination(subscription::close);
    thread = Thread.ofVirtual().name("outbox").start(() -> drain(emitter));
  }

  /// Whether its thread lives; one that was never asked for messages does not.
  boolean alive() {
    Thread running = thread;
    return !closed && running != null && running.isAlive();
  }

  private void wake() {
    if (wake.availablePermits() == 0) {
      wake.release();
    }
  }

  private void drain(MultiEmitter<? super Message<String>> emitter) {
    try {
      while (!closed && !emitter.isCancelled()) {
        wake.acquire();
        wake.drainPermits();
        while (!closed && claim(emitter)) {
          // until nothing is due or enough is in flight
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    emitter.complete();
  }

  /// Whether there may be more to claim at once.
  private boolean claim(MultiEmitter<? super Message<String>> emitter) {
    int room = IN_FLIGHT - inFlight.size();
    if (room <= 0) {
      return false;
    }
    try {
      List<Parcel> claimed = transactions.asSystem(Parcels.TASK, tx -> parcels.claim(tx, room));
      if (closed || emitter.isCancelled()) {
        giveBack(claimed);
        return false;
      }
      for (Parcel parcel : claimed) {
        inFlight.add(parcel.id());
        emitter.emit(message(parcel));
      }
      return claimed.size() == room;
    } catch (RuntimeException e) {
      LOG.warnf("Events wait until the database is back: %s", e.getMessage());
      return false;
    }
  }

  /// What was claimed while closing is for others, at once.
  private void giveBack(List<Parcel> claimed) {
    transactions.runAsSystem(
        Parcels.TASK,
        tx -> claimed.forEach(parcel -> parcels.failed(tx, parcel.id(), Duration.ZERO)));
  }

  private Message<String> message(Parcel parcel) {
    return Message.of(
        Envelope.encode(parcel.event()), () -> delivered(parcel), reason -> failed(parcel, reason));
  }

  private CompletionStage<Void> delivered(Parcel parcel) {
    return settle(
        parcel,
        () -> transactions.runAsSystem(Parcels.TASK, tx -> parcels.delivered(tx, parcel.id())));
  }

  private CompletionStage<Void> failed(Parcel parcel, Throwable reason) {
    Duration wait = waitAfter(parcel.attempt());
    LOG.warnf(
        "Event %s of %s failed at attempt %d, again in %d s: %s",
        parcel.event().topic(), parcel.event().key(), parcel.attempt(), wait.toSeconds(), reason);
    return settle(
        parcel,
        () -> transactions.runAsSystem(Parcels.TASK, tx -> parcels.failed(tx, parcel.id(), wait)));
  }

  /// What cannot be written now is given out again when its lease ends.
  private CompletionStage<Void> settle(Parcel parcel, Runnable write) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            write.run();
          } catch (RuntimeException e) {
            LOG.warnf("Event %d will come again: %s", parcel.id(), e.getMessage());
          } finally {
            inFlight.remove(parcel.id());
            wake();
          }
        },
        workers);
  }

  static Duration waitAfter(int attempt) {
    Duration wait = Duration.ofMillis(200L << Math.min(attempt, 12));
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  @Override
  public void close() {
    closed = true;
    wake();
    Thread running = thread;
    try {
      if (running != null && !running.join(LONGEST_CLOSE)) {
        LOG.warn("Events under way come again when their lease ends");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
