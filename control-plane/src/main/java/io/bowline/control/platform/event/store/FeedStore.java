package io.bowline.control.platform.event.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.platform.Tx;
import io.bowline.control.platform.Tx.Queue;
import io.bowline.control.platform.event.Event;
import io.bowline.control.platform.event.Events;
import io.bowline.control.platform.event.Feed;
import io.bowline.control.platform.event.FeedEntry;
import io.bowline.control.platform.event.FeedItem;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;

/// The feed's rows. The head's row lock makes numbers grow in the order of commits, so that a
/// follower never passes over one that was numbered early and committed late.
@Singleton
public final class FeedStore implements Feed {
  private final Events events;

  public FeedStore(Events events) {
    this.events = events;
  }

  @Override
  public void append(Tx tx, OrgId org, FeedEntry entry) {
    tx.atLast(org, Queue.FEED, last -> written(last, org, entry));
  }

  private void written(Tx tx, OrgId org, FeedEntry entry) {
    handle(tx)
        .createUpdate(
            """
            with head as (
              insert into feed_head as h (org, last) values (:org, 1)
              on conflict (org) do update set last = h.last + 1 returning last)
            insert into feed (org, id, topic, subject, kind, data)
            select :org, head.last, :topic, :subject, :kind, :data from head
            """)
        .bind("org", org.value())
        .bind("topic", entry.topic())
        .bind("subject", entry.subject())
        .bind("kind", entry.kind())
        .bind("data", entry.json())
        .execute();
    events.hint(tx, new Event("feed." + entry.topic(), org, entry.subject()));
  }

  @Override
  public List<FeedItem> after(Tx tx, OrgId org, Position position, int limit) {
    return handle(tx)
        .createQuery(
            """
            select id, topic, subject, kind, data, at from feed
            where org = :org and topic = :topic and (:subject = '' or subject = :subject)
              and id > :after
            order by id limit :limit
            """)
        .bind("org", org.value())
        .bind("topic", position.topic())
        .bind("subject", position.subject())
        .bind("after", position.after())
        .bind("limit", limit)
        .map((row, context) ->
            new FeedItem(
                row.getLong("id"),
                new FeedEntry(
                    row.getString("topic"),
                    row.getString("subject"),
                    row.getString("kind"),
                    row.getString("data")),
                row.getObject("at", OffsetDateTime.class).toInstant()))
        .list();
  }

  @Override
  public int trim(Tx tx, Duration age) {
    return handle(tx)
        .createUpdate("delete from feed where at < now() - :age * interval '1 millisecond'")
        .bind("age", age.toMillis())
        .execute();
  }

  @Override
  public long newest(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery("select coalesce(max(last), 0) from feed_head where org = :org")
        .bind("org", org.value())
        .mapTo(Long.class)
        .one();
  }
}
