package io.bowline.control.edge.http;

import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.event.Feed;
import io.bowline.control.platform.event.FeedItem;
import io.bowline.control.platform.event.Hint;
import io.bowline.control.platform.event.Hints;
import io.bowline.model.id.OrgId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.inject.Singleton;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Server-sent events from an organization's feed. Each carries its number as id, and who comes
/// back with `Last-Event-ID` gets everything after it. A stream ends when the caller's token does.
@Singleton
public final class Following {
  private static final int BATCH = 100;
  private static final int SECONDS_BETWEEN_LOOKS = 2;
  private static final int LOOKS_BETWEEN_BEATS = 7;

  private final Transactions transactions;
  private final Feed feed;
  private final Hints hints;

  public Following(Transactions transactions, Feed feed, Hints hints) {
    this.transactions = transactions;
    this.feed = feed;
    this.hints = hints;
  }

  /// The events about a subject, those to come and, with `Last-Event-ID`, those missed.
  ///
  /// @param subject empty for all of the topic
  /// @param lastEventId the header; null begins with what happens from now on, `0` with the oldest
  public Multi<OutboundSseEvent> stream(
      Caller caller, Sse sse, String topic, String subject, @Nullable String lastEventId) {
    OrgId org = caller.org();
    long after = lastEventId == null ? newest(org) : number(lastEventId);
    Follower follower =
        new Follower(sse, org, caller.welcome(), new Feed.Position(topic, subject, after));
    return Multi.createFrom()
        .<OutboundSseEvent>emitter(follower::start, BackPressureStrategy.BUFFER);
  }

  private long newest(OrgId org) {
    return transactions.inOrg(org, tx -> feed.newest(tx, org));
  }

  private static long number(String lastEventId) {
    try {
      return Long.parseLong(lastEventId);
    } catch (NumberFormatException e) {
      throw ProblemException.invalid("Last-Event-ID", "must be the id of an event of this stream");
    }
  }

  /// One stream on its own virtual thread.
  private final class Follower {
    private final Sse sse;
    private final OrgId org;
    private final Caller.Welcome welcome;
    private final Semaphore wake = new Semaphore(0);
    private Feed.Position position;

    Follower(Sse sse, OrgId org, Caller.Welcome welcome, Feed.Position position) {
      this.sse = sse;
      this.org = org;
      this.welcome = welcome;
      this.position = position;
    }

    void start(MultiEmitter<? super OutboundSseEvent> emitter) {
      Hints.Subscription subscription = hints.subscribe("feed." + position.topic(), this::wakeFor);
      emitter.onTermination(() -> {
        subscription.close();
        wake.release();
      });
      Thread.ofVirtual().name("sse").start(() -> run(emitter));
    }

    private void wakeFor(Hint hint) {
      boolean mine =
          switch (hint) {
            case Hint.Sweep sweep -> false;
            case Hint.Changed(OrgId changed, String subject) ->
                changed.equals(org)
                    && (position.subject().isEmpty() || position.subject().equals(subject));
          };
      if (mine && wake.availablePermits() == 0) {
        wake.release();
      }
    }

    private void run(MultiEmitter<? super OutboundSseEvent> emitter) {
      int looks = 0;
      emitter.emit(sse.newEventBuilder().comment("following").build());
      try {
        while (!emitter.isCancelled() && welcome.lasts()) {
          while (emitAll(emitter)) {
            // until all is told
          }
          looks++;
          if (looks % LOOKS_BETWEEN_BEATS == 0) {
            emitter.emit(sse.newEventBuilder().comment("still here").build());
          }
          wake.tryAcquire(SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS);
        }
        emitter.complete();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        emitter.complete();
      } catch (RuntimeException e) {
        emitter.fail(e);
      }
    }

    private boolean emitAll(MultiEmitter<? super OutboundSseEvent> emitter) {
      List<FeedItem> items = transactions.inOrg(org, tx -> feed.after(tx, org, position, BATCH));
      for (FeedItem item : items) {
        emitter.emit(
            sse.newEventBuilder()
                .id(Long.toString(item.id()))
                .name(item.entry().kind())
                .data(item.entry().json())
                .build());
        position = new Feed.Position(position.topic(), position.subject(), item.id());
      }
      return items.size() == BATCH;
    }
  }
}
