package io.bowline.control.platform.event;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Who wants to hear of a topic at once. Every subscriber is called for each committed event of its
/// topic that reached this replica, and for every sweep (about once a second, and after any time of
/// deafness). Subscribers return at once: they wake somebody, they do not work.
@Singleton
public final class Hints {
  private static final Logger LOG = Logger.getLogger(Hints.class);

  /// Subscribes to all topics.
  public static final String EVERY_TOPIC = "*";

  private final Map<String, List<Consumer<Hint>>> byTopic = new ConcurrentHashMap<>();

  /// Subscribes until the answer is closed.
  public Subscription subscribe(String topic, Consumer<Hint> subscriber) {
    List<Consumer<Hint>> all = byTopic.computeIfAbsent(topic, name -> new CopyOnWriteArrayList<>());
    all.add(subscriber);
    return () -> all.remove(subscriber);
  }

  /// Tells the topic's subscribers of a change.
  public void changed(String topic, Hint.Changed hint) {
    tell(byTopic.getOrDefault(topic, List.of()), hint);
    tell(byTopic.getOrDefault(EVERY_TOPIC, List.of()), hint);
  }

  /// Tells everybody to look.
  public void sweep() {
    Hint.Sweep sweep = new Hint.Sweep();
    byTopic.values().forEach(subscribers -> tell(subscribers, sweep));
  }

  private static void tell(List<Consumer<Hint>> subscribers, Hint hint) {
    for (Consumer<Hint> subscriber : subscribers) {
      try {
        subscriber.accept(hint);
      } catch (RuntimeException e) {
        LOG.errorf(e, "A subscriber failed on %s; the next sweep makes up for it", hint);
      }
    }
  }

  /// Ends a subscription.
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
