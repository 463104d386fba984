package io.bowline.registry.s3;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;

/// Uploads that nobody wrote to since a moment, and nobody holds, with all that the bucket has for
/// them.
final class AbandonedUploads {
  private final Bucket bucket;
  private final InstantSource clock;
  private final Instant moment;

  AbandonedUploads(Bucket bucket, InstantSource clock, Instant moment) {
    this.bucket = bucket;
    this.clock = clock;
    this.moment = moment;
  }

  /// Tells how many bytes each has.
  void each(LongConsumer size) throws IOException {
    old(this::size, size, found -> {});
  }

  /// Removes them, and tells how many bytes each had.
  void forget(LongConsumer size) throws IOException {
    // before the states: whatever is begun by now has one, or is over
    List<Bucket.InParts> begun = bucket.uploadsBelow(Keys.DATA);
    List<String> live = new ArrayList<>();
    old(this::forget, size, live::add);
    abortOrphans(begun, live);
    bucket.pages(
        Keys.TAILS,
        objects -> {
          List<Bucket.Listed> old =
              objects.stream().filter(tail -> tail.written().isBefore(moment)).toList();
          Together.ask(old, this::forgetTail);
        });
  }

  /// What is done with an old one; nothing comes of one that is not abandoned.
  @FunctionalInterface
  private interface Doing {
    OptionalLong with(String key) throws IOException;
  }

  /// Takes the keys of uploads that stay.
  @FunctionalInterface
  private interface Staying {
    void accept(String key);
  }

  private void old(Doing doing, LongConsumer size, Staying staying) throws IOException {
    bucket.pages(
        Keys.UPLOADS,
        objects -> {
          List<OptionalLong> done =
              Together.ask(
                  objects,
                  object ->
                      object.written().isBefore(moment)
                          ? doing.with(object.key())
                          : OptionalLong.empty());
          for (int i = 0; i < done.size(); i++) {
            done.get(i).ifPresent(size);
            if (done.get(i).isEmpty()) {
              staying.accept(objects.get(i).key());
            }
          }
        });
  }

  private OptionalLong size(String key) throws IOException {
    Optional<Bucket.Found> found = bucket.get(key);
    if (found.isEmpty()) {
      return OptionalLong.empty();
    }
    UploadState state = UploadState.read(key, found.get().bytes());
    return held(state) ? OptionalLong.empty() : OptionalLong.of(state.size());
  }

  private OptionalLong forget(String key) throws IOException {
    Optional<Bucket.Found> found = bucket.get(key);
    if (found.isEmpty()) {
      return OptionalLong.empty();
    }
    UploadState state = UploadState.read(key, found.get().bytes());
    UploadState mine = state.held(Optional.of(clock.instant().plus(S3Upload.HOLD)));
    if (held(state) || bucket.replace(key, mine.write(), found.get().tag()).isEmpty()) {
      return OptionalLong.empty();
    }
    String data = Keys.data(state.data());
    if (state.heldUntil().isPresent()) {
      // who held it was killed, perhaps between beginning parts and noting their name
      for (Bucket.InParts begun : bucket.uploadsBelow(data)) {
        bucket.abortParts(data, begun.upload());
      }
    }
    if (state.parts().isPresent()) {
      bucket.abortParts(data, state.parts().get());
    }
    if (state.tail().isPresent()) {
      bucket.delete(state.tail().get().key());
    }
    bucket.delete(key);
    return OptionalLong.of(state.size());
  }

  private boolean held(UploadState state) {
    return state.heldUntil().filter(clock.instant()::isBefore).isPresent();
  }

  private boolean forgetTail(Bucket.Listed tail) throws IOException {
    String upload = tail.key().substring(Keys.TAILS.length());
    String state = Keys.UPLOADS + upload.substring(0, upload.lastIndexOf('/'));
    boolean alone = bucket.get(state).isEmpty();
    if (alone) {
      bucket.delete(tail.key());
    }
    return alone;
  }

  /// A process that was killed between beginning parts and noting their name left some that no
  /// state knows.
  private void abortOrphans(List<Bucket.InParts> begun, List<String> live) throws IOException {
    List<Bucket.InParts> old =
        begun.stream().filter(parts -> parts.begun().isBefore(moment)).toList();
    if (old.isEmpty()) {
      return;
    }
    Set<String> needed = new HashSet<>();
    for (String key : live) {
      Optional<Bucket.Found> found = bucket.get(key);
      if (found.isPresent()) {
        needed.add(Keys.data(UploadState.read(key, found.get().bytes()).data()));
      }
    }
    for (Bucket.InParts parts : old) {
      if (!needed.contains(parts.key())) {
        bucket.abortParts(parts.key(), parts.upload());
      }
    }
  }
}
