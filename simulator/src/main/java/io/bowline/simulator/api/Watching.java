package io.bowline.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.admission.Refusal;
import io.bowline.simulator.http.Answer;
import io.bowline.simulator.http.Call;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import io.bowline.simulator.platform.World;
import io.bowline.simulator.resource.Meta;
import io.bowline.simulator.resource.Resources;
import io.bowline.simulator.storage.Change;
import io.bowline.simulator.storage.Key;
import io.bowline.simulator.storage.Storage;
import io.bowline.simulator.storage.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Watch streams: what was, what changes, bookmarks, and 410 for readers that come too late.
final class Watching {
  private static final Duration BOOKMARK = Duration.ofSeconds(20);
  private static final long LONGEST_SECONDS = 3600;

  private final Resources resources;
  private final World world;

  Watching(Resources resources, World world) {
    this.resources = resources;
    this.world = world;
  }

  /// One reader's wishes.
  private record Wish(
      Target target, View view, Predicate<JsonNode> selected, boolean bookmarks, Instant until) {}

  Answer watch(Target target, Call call, Predicate<JsonNode> selected) {
    long seconds = call.number("timeoutSeconds").orElse(1800L);
    Wish wish =
        new Wish(
            target,
            View.of(call),
            selected,
            call.flag("allowWatchBookmarks"),
            world.now().plusSeconds(Math.min(seconds, LONGEST_SECONDS)));
    long after = revision(call);
    boolean initial = call.flag("sendInitialEvents") || after == 0;
    Storage storage = resources.storage();
    Predicate<Key> wanted = wanted(target);
    return storage.locked(() -> {
      List<ObjectNode> there =
          initial ? storage.list(target.kind().id(), target.namespace()) : List.of();
      long from = initial ? storage.revision() : after;
      Optional<Subscription> reader = storage.follow(wanted, from);
      if (reader.isEmpty()) {
        return expired(after);
      }
      boolean marksEnd = call.flag("sendInitialEvents");
      return new Answer.Stream(
          200,
          "application/json",
          sink -> {
            try (Subscription open = reader.get()) {
              first(wish, there, from, marksEnd, sink);
              follow(wish, open, sink);
            }
          });
    });
  }

  private static Predicate<Key> wanted(Target target) {
    String kind = target.kind().id();
    String namespace = target.namespace();
    return key ->
        key.kind().equals(kind) && (namespace.isEmpty() || key.namespace().equals(namespace));
  }

  private static long revision(Call call) {
    String text = call.query("resourceVersion");
    if (text.isEmpty()) {
      return 0;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Refusal.badRequest("resourceVersion: Invalid value: \"" + text + "\"");
    }
  }

  private Answer expired(long after) {
    ObjectNode event = Tree.object();
    event.put("type", "ERROR");
    String message =
        "too old resource version: " + after + " (" + resources.storage().compacted() + ")";
    event.set("object", Refusal.gone(message).status());
    return new Answer.Stream(200, "application/json", sink -> sink.write(line(event)));
  }

  private void first(
      Wish wish, List<ObjectNode> there, long from, boolean marksEnd, Answer.Sink sink)
      throws IOException {
    for (ObjectNode object : there) {
      if (wish.selected().test(object)) {
        send(wish, "ADDED", object, sink);
      }
    }
    if (marksEnd) {
      bookmark(wish, from, true, sink);
    }
  }

  private void follow(Wish wish, Subscription reader, Answer.Sink sink)
      throws IOException, InterruptedException {
    while (!reader.isCut()) {
      Duration left = Duration.between(world.now(), wish.until());
      if (left.isNegative() || left.isZero()) {
        return;
      }
      long revision = resources.storage().revision();
      Optional<Change> change = reader.next(left.compareTo(BOOKMARK) < 0 ? left : BOOKMARK);
      if (change.isPresent()) {
        change(wish, change.get(), sink);
      } else if (wish.bookmarks() && !reader.isCut()) {
        bookmark(wish, revision, false, sink);
      }
    }
  }

  private void change(Wish wish, Change change, Answer.Sink sink) throws IOException {
    boolean is = wish.selected().test(change.object());
    boolean was = change.before().map(wish.selected()::test).orElse(false);
    switch (change.type()) {
      case ADDED, MODIFIED -> {
        if (is) {
          send(wish, was ? "MODIFIED" : "ADDED", change.object(), sink);
        } else if (was) {
          send(wish, "DELETED", change.object(), sink);
        }
      }
      case DELETED -> {
        if (was) {
          send(wish, "DELETED", change.object(), sink);
        }
      }
    }
  }

  private void send(Wish wish, String type, ObjectNode object, Answer.Sink sink)
      throws IOException {
    Target target = wish.target();
    ObjectNode event = Tree.object();
    event.put("type", type);
    event.set("object", wish.view().one(target.kind(), target.version(), object, world.now()));
    sink.write(line(event));
  }

  private static void bookmark(Wish wish, long revision, boolean endOfFirst, Answer.Sink sink)
      throws IOException {
    Kind kind = wish.target().kind();
    ObjectNode event = Tree.object();
    event.put("type", "BOOKMARK");
    ObjectNode object = event.putObject("object");
    object.put("kind", kind.name()).put("apiVersion", kind.apiVersion(wish.target().version()));
    ObjectNode metadata = object.putObject("metadata");
    metadata.put("resourceVersion", Long.toString(revision)).putNull("creationTimestamp");
    if (endOfFirst) {
      metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
    }
    sink.write(line(event));
  }

  private static byte[] line(ObjectNode event) {
    byte[] json = Tree.bytes(event);
    byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }

  /// The object of a name, for a watch on one object.
  static Predicate<JsonNode> named(String name) {
    return object -> Meta.name(object).equals(name);
  }
}
