package io.bowline.control.platform.event.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.platform.Tx;
import io.bowline.control.platform.event.Event;
import io.bowline.control.platform.event.EventSettings;
import io.bowline.control.platform.event.Events;
import io.bowline.control.platform.event.Parcel;
import io.bowline.control.platform.event.Parcels;
import io.bowline.model.id.OrgId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The outbox: written in the transaction of the change, emptied by whoever claims first.
@Singleton
public final class OutboxStore implements Events, Parcels {
  private final Duration lease;

  @Inject
  public OutboxStore(EventSettings settings) {
    this(settings.lease());
  }

  /// With a lease of one's own choice.
  public OutboxStore(Duration lease) {
    this.lease = lease;
  }

  @Override
  public void publish(Tx tx, Event event) {
    Handle handle = handle(tx);
    handle
        .createUpdate(
            "insert into outbox (org, topic, key, payload) values (:org, :topic, :key, :payload)")
        .bind("org", event.org().value())
        .bind("topic", event.topic())
        .bind("key", event.key())
        .bind("payload", event.payload())
        .execute();
    notify(handle, HintText.of(event));
  }

  @Override
  public void hint(Tx tx, Event event) {
    notify(handle(tx), HintText.of(event));
  }

  private static void notify(Handle handle, String text) {
    handle
        .createQuery("select pg_notify(:channel, :text) is null")
        .bind("channel", HintText.CHANNEL)
        .bind("text", text)
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public List<Parcel> claim(Tx tx, int limit) {
    return handle(tx)
        .createQuery(
            """
            update outbox o set attempt = o.attempt + 1,
              not_before = clock_timestamp() + :lease * interval '1 millisecond'
            from (select id from outbox where not_before <= clock_timestamp()
              order by not_before, id limit :limit for update skip locked) due
            where o.id = due.id
            returning o.id, o.org, o.topic, o.key, o.payload, o.attempt
            """)
        .bind("limit", limit)
        .bind("lease", lease.toMillis())
        .map((row, context) ->
            new Parcel(
                row.getLong("id"),
                row.getInt("attempt"),
                new Event(
                    row.getString("topic"),
                    new OrgId(row.getObject("org", UUID.class)),
                    row.getString("key"),
                    row.getString("payload"))))
        .list();
  }

  @Override
  public void delivered(Tx tx, long id) {
    handle(tx).createUpdate("delete from outbox where id = :id").bind("id", id).execute();
  }

  @Override
  public void failed(Tx tx, long id, Duration retryAfter) {
    handle(tx)
        .createUpdate(
            """
            update outbox set not_before = clock_timestamp() + :wait * interval '1 millisecond'
            where id = :id
            """)
        .bind("id", id)
        .bind("wait", retryAfter.toMillis())
        .execute();
  }

  @Override
  public Lag lag(Tx tx) {
    return handle(tx)
        .createQuery(
            """
            select count(*) as waiting,
              coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0) as oldest
            from outbox
            """)
        .map((row, context) -> new Lag(row.getLong("waiting"), row.getDouble("oldest")))
        .one();
  }

  @Override
  public long waiting(Tx tx) {
    return handle(tx).createQuery("select count(*) from outbox").mapTo(Long.class).one();
  }
}
