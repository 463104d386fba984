package io.bowline.runner.step.image;

import io.bowline.model.artifact.Digest;
import io.bowline.runner.step.image.flow.Once;
import io.bowline.runner.step.image.flow.RegistryException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// Brings blobs to the target: each is sent once, to the repository that asks first, and mounted
/// from there into the others; what an earlier transfer brought is mounted at once.
final class Blobs {
  /// A larger one takes more of the room, and of a connection.
  static final long LARGE = 4L << 20;

  /// Of small blobs so many more are on their way: for them the way is long, not the line narrow.
  private static final int SMALL_FOR_LARGE = 4;

  /// A blob in a repository of the target.
  private record Place(String repository, Digest digest) {}

  private final Map<Place, Once<Boolean>> placed = new ConcurrentHashMap<>();
  private final Map<Digest, Once<String>> first = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final RegistryClient target;
  private final Uploads uploads;
  private final KnownBlobs known;
  private final Semaphore room;

  Blobs(RegistryClient target, Uploads uploads, KnownBlobs known, int parallel) {
    this.target = target;
    this.uploads = uploads;
    this.known = known;
    room = new Semaphore(parallel * SMALL_FOR_LARGE);
  }

  /// Leaves what is known now for the next transfer.
  void remember() {
    known.save();
  }

  long bytes() {
    return bytes.get();
  }

  /// How far they are.
  Uploads.Sum sum() {
    return uploads.sum();
  }

  private static int weight(Manifest.Descriptor blob) {
    return blob.size() > LARGE ? SMALL_FOR_LARGE : 1;
  }

  /// Sees to it that a blob is in a repository of the target.
  void ensure(Manifest.Descriptor blob, String from, String to)
      throws IOException, InterruptedException {
    var place = new Place(to, blob.digest());
    boolean _ = placed.computeIfAbsent(place, _ -> new Once<>()).get(() -> bring(blob, from, to));
  }

  /// Sends a blob which the target says it has and then does not find; nothing happens when it is
  /// there after all.
  void again(Manifest.Descriptor blob, String from, String to)
      throws IOException, InterruptedException {
    known.forget(blob.digest());
    if (!uploads.isThere(blob, to)) {
      send(blob, from, to, Optional.empty());
    }
  }

  private boolean bring(Manifest.Descriptor blob, String from, String to)
      throws IOException, InterruptedException {
    Once<String> holder = first.computeIfAbsent(blob.digest(), _ -> new Once<>());
    String held =
        holder.get(() -> {
          if (resumed(blob, from, to)) {
            known.note(blob, to);
            return to;
          }
          if (!mountedAsKnown(blob, from, to)) {
            // Mounting from the repository itself asks whether the blob is there and opens an
            // upload when it is not: one request for what are two otherwise.
            mount(blob, from, to, to);
          }
          known.note(blob, to);
          return to;
        });
    if (!held.equals(to)) {
      mount(blob, from, to, held);
    }
    return true;
  }

  /// What was known may be wrong by now, or out of this account's reach: then it is forgotten.
  private boolean mountedAsKnown(Manifest.Descriptor blob, String from, String to)
      throws IOException, InterruptedException {
    Optional<String> held = known.find(blob.digest()).filter(where -> !where.equals(to));
    if (held.isEmpty()) {
      return false;
    }
    try {
      mount(blob, from, to, held.get());
      return true;
    } catch (RegistryException e) {
      if (!e.lasts()) {
        throw e;
      }
      known.forget(blob.digest());
      return false;
    }
  }

  private void mount(Manifest.Descriptor blob, String from, String to, String held)
      throws IOException, InterruptedException {
    Ask ask =
        Ask.of(
            "POST",
            target.uri(to + "/blobs/uploads/?mount=" + blob.digest() + "&from=" + held),
            held.equals(to)
                ? Tokens.Scope.push(to)
                : Tokens.Scope.push(to).and(Tokens.Scope.pull(held)));
    HttpResponse<Void> response = target.head(ask);
    if (response.statusCode() == 201) {
      return;
    }
    if (!held.equals(to)) {
      known.forget(blob.digest());
    }
    Optional<URI> session = Optional.empty();
    if (response.statusCode() == 202) {
      session = Optional.of(uploads.location(ask, response));
    }
    send(blob, from, to, session);
  }

  private void send(Manifest.Descriptor blob, String from, String to, Optional<URI> session)
      throws IOException, InterruptedException {
    uploads.expect(blob);
    room.acquire(weight(blob));
    try {
      uploads.send(blob, from, to, session);
      bytes.addAndGet(blob.size());
    } finally {
      room.release(weight(blob));
    }
  }

  private boolean resumed(Manifest.Descriptor blob, String from, String to)
      throws IOException, InterruptedException {
    room.acquire(weight(blob));
    try {
      boolean arrived = uploads.resume(blob, from, to);
      bytes.addAndGet(arrived ? blob.size() : 0);
      return arrived;
    } finally {
      room.release(weight(blob));
    }
  }
}
