package io.bowline.simulator.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// All objects, the revision counter and the last changes.
///
/// Reads hand out shared trees; whoever wants to change one copies it first.
public final class Storage {
  private static final int HISTORY = 20_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final NavigableMap<Key, ObjectNode> objects = new TreeMap<>();
  private final Deque<Change> history = new ArrayDeque<>();
  private final Set<Subscription> readers = new CopyOnWriteArraySet<>();
  private long revision = 1;
  private long compacted;

  /// Runs a read-modify-write as one step.
  public <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /// The revision before which nothing is remembered.
  public long compacted() {
    return locked(() -> compacted);
  }

  public long revision() {
    return locked(() -> revision);
  }

  public Optional<ObjectNode> get(Key key) {
    return locked(() -> Optional.ofNullable(objects.get(key)));
  }

  /// The objects of a kind in key order; an empty namespace means all of them.
  public List<ObjectNode> list(String kind, String namespace) {
    return locked(() -> {
      Key from = new Key(kind, namespace, "");
      Key to =
          namespace.isEmpty() ? new Key(kind + "\0", "", "") : new Key(kind, namespace + "\0", "");
      return new ArrayList<>(objects.subMap(from, to).values());
    });
  }

  /// Every key there is.
  public List<Key> keys() {
    return locked(() -> new ArrayList<>(objects.keySet()));
  }

  /// Writes an object under the next revision and tells the readers; gives back what was written.
  public ObjectNode put(Key key, ObjectNode object) {
    return locked(() -> {
      long next = ++revision;
      ObjectNode kept = stamped(object, next);
      Optional<ObjectNode> before = Optional.ofNullable(objects.put(key, kept));
      Change.Type type = before.isEmpty() ? Change.Type.ADDED : Change.Type.MODIFIED;
      publish(new Change(next, type, key, kept, before));
      return kept;
    });
  }

  /// Removes an object; what is handed out bears the revision of its removal.
  public Optional<ObjectNode> remove(Key key) {
    return locked(() -> {
      ObjectNode gone = objects.remove(key);
      if (gone == null) {
        return Optional.empty();
      }
      long next = ++revision;
      ObjectNode last = stamped(gone, next);
      publish(new Change(next, Change.Type.DELETED, key, last, Optional.of(gone)));
      return Optional.of(last);
    });
  }

  /// Follows changes after a revision, those of the past first.
  ///
  /// @return nothing when the history no longer reaches back that far
  public Optional<Subscription> follow(Predicate<Key> wanted, long after) {
    return follow(wanted, after, true);
  }

  /// Follows everything, what is there first, for a part of the account itself.
  public Subscription followAll() {
    return locked(() -> {
      Subscription reader = follow(key -> true, revision, false).orElseThrow();
      objects.forEach((key, object) ->
          reader.offer(new Change(revision, Change.Type.ADDED, key, object, Optional.empty())));
      return reader;
    });
  }

  private Optional<Subscription> follow(Predicate<Key> wanted, long after, boolean external) {
    return locked(() -> {
      if (after < compacted) {
        return Optional.empty();
      }
      Subscription reader = new Subscription(this, wanted, external);
      history.stream().filter(c -> c.revision() > after).forEach(reader::offer);
      readers.add(reader);
      return Optional.of(reader);
    });
  }

  /// Forgets the history up to now, as etcd's compaction does.
  public void compact() {
    locked(() -> {
      compacted = revision;
      history.clear();
      return compacted;
    });
  }

  /// Cuts every reader that the predicate names.
  public void cutReaders(Predicate<Subscription> which) {
    readers.stream().filter(which).forEach(Subscription::cut);
  }

  void unsubscribe(Subscription reader) {
    readers.remove(reader);
  }

  private void publish(Change change) {
    history.addLast(change);
    if (history.size() > HISTORY) {
      compacted = history.removeFirst().revision();
    }
    readers.forEach(reader -> reader.offer(change));
  }

  private static ObjectNode stamped(ObjectNode object, long revision) {
    ObjectNode kept = object.deepCopy();
    if (kept.get("metadata") instanceof ObjectNode metadata) {
      metadata.put("resourceVersion", Long.toString(revision));
    }
    return kept;
  }
}
