package io.bowline.control.edge.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.event.Event;
import io.bowline.control.platform.event.Feed;
import io.bowline.control.platform.event.FeedEntry;
import io.bowline.control.platform.event.FeedItem;
import io.bowline.control.platform.event.Hints;
import io.bowline.control.platform.event.Parcels;
import io.bowline.control.platform.event.store.FeedStore;
import io.bowline.control.platform.event.store.OutboxStore;
import io.bowline.control.platform.store.Database;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.model.id.OrgId;
import io.smallrye.mutiny.subscription.Cancellable;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxDrainTest {
  private static final OrgId ORG = new OrgId(new UUID(9, 1));

  // of its own: what other tests left in a shared outbox, a drain would carry here
  private static Database database;

  private final Transactions transactions = database.transactions();
  private final OutboxStore outbox = new OutboxStore(Duration.ofSeconds(60));
  private final Hints hints = new Hints();
  private final BlockingQueue<Message<String>> out = new LinkedBlockingQueue<>();
  private OutboxDrain drain;
  private Cancellable stream;

  @BeforeAll
  static void openDatabase() {
    database = TestDatabase.apart();
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  /// A drain that has looked once, as it does unasked when it starts, and waits to be told.
  @BeforeEach
  void drain() throws InterruptedException {
    CountDownLatch looked = new CountDownLatch(1);
    drain = new OutboxDrain(transactions, tellingOfClaims(looked), hints);
    stream = drain.messages().subscribe().with(out::add);
    assertThat(looked.await(60, TimeUnit.SECONDS)).isTrue();
  }

  private Parcels tellingOfClaims(CountDownLatch claims) {
    return (Parcels)
        Proxy.newProxyInstance(
            Parcels.class.getClassLoader(),
            new Class<?>[] {Parcels.class},
            (self, method, given) -> {
              Object answer = method.invoke(outbox, given);
              if (method.getName().equals("claim")) {
                claims.countDown();
              }
              return answer;
            });
  }

  @AfterEach
  void stop() {
    drain.close();
    stream.cancel();
  }

  @Test
  void anEventWhoseEveryNotifyIsDroppedLeavesAtTheSweep() throws Exception {
    Event event = publish("dropped");

    assertThat(out.poll(100, TimeUnit.MILLISECONDS)).as("nobody told the drain").isNull();
    hints.sweep();

    assertThat(next()).isEqualTo(event);
  }

  @Test
  void anEventComesAgainAfterItsHandlerFailedAndGoesWhenItSucceeds() throws Exception {
    Event event = publish("again");
    hints.sweep();
    Message<String> first = out.poll(60, TimeUnit.SECONDS);
    first.nack(new IllegalStateException("handler failed")).toCompletableFuture().join();

    Message<String> second = sweepUntilOne();
    assertThat(Envelope.decode(second.getPayload())).isEqualTo(event);
    second.ack().toCompletableFuture().join();

    assertThat(waiting()).isZero();
  }

  @Test
  void aRolledBackChangeTellsNobody() throws Exception {
    assertThatThrownBy(() ->
            transactions.runInOrg(
                ORG,
                tx -> {
                  outbox.publish(tx, new Event("test.probe", ORG, "never"));
                  throw new IllegalStateException("rolled back");
                }))
        .hasMessage("rolled back");
    hints.sweep();

    assertThat(out.poll(200, TimeUnit.MILLISECONDS)).isNull();
    assertThat(waiting()).isZero();
  }

  @Test
  void whatTwoDrainsClaimGoesToOneOfThem() throws Exception {
    OutboxDrain other = new OutboxDrain(transactions, outbox, hints);
    Cancellable second = other.messages().subscribe().with(out::add);
    for (int i = 0; i < 100; i++) {
      publish("shared-" + i);
    }
    hints.sweep();

    List<String> keys = new java.util.ArrayList<>();
    while (keys.size() < 100) {
      Message<String> message = sweepUntilOne();
      keys.add(Envelope.decode(message.getPayload()).key());
      message.ack().toCompletableFuture().join();
    }
    assertThat(keys).doesNotHaveDuplicates();
    assertThat(out.poll(200, TimeUnit.MILLISECONDS)).isNull();
    other.close();
    second.cancel();
  }

  @Test
  void theFeedIsNumberedInOrderAndReadFromWhereOneStands() {
    OrgId org = new OrgId(new UUID(9, 2));
    Feed feed = new FeedStore(outbox);
    for (String kind : List.of("queued", "running", "succeeded")) {
      transactions.runInOrg(
          org, tx -> feed.append(tx, org, new FeedEntry("job", "j1", kind, "{}")));
    }
    transactions.runInOrg(
        org, tx -> feed.append(tx, org, new FeedEntry("job", "j2", "queued", "{}")));

    List<FeedItem> items =
        transactions.inOrg(org, tx -> feed.after(tx, org, new Feed.Position("job", "j1", 1), 10));

    assertThat(items).extracting(FeedItem::id).containsExactly(2L, 3L);
    assertThat(items)
        .extracting(item -> item.entry().kind())
        .containsExactly("running", "succeeded");
    long newest = transactions.inOrg(org, tx -> feed.newest(tx, org));
    assertThat(newest).isEqualTo(4);
  }

  private Event publish(String key) {
    Event event = new Event("test.probe", ORG, key, "{}");
    transactions.runInOrg(ORG, tx -> outbox.publish(tx, event));
    return event;
  }

  private Event next() throws InterruptedException {
    Message<String> message = out.poll(60, TimeUnit.SECONDS);
    assertThat(message).isNotNull();
    message.ack().toCompletableFuture().join();
    return Envelope.decode(message.getPayload());
  }

  /// Sweeps as the running process does, until something comes.
  private Message<String> sweepUntilOne() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      Message<String> message = out.poll(100, TimeUnit.MILLISECONDS);
      if (message != null) {
        return message;
      }
      hints.sweep();
    }
    throw new AssertionError("nothing came");
  }

  private long waiting() {
    return transactions.asSystem(Parcels.TASK, outbox::waiting);
  }
}
