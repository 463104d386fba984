package io.bowline.registry.s3;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.storage.UploadLost;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Which data is which content: the one place where it is decided whether bytes live.
final class Contents {
  /// Another writer comes first so often only if somebody writes without end.
  private static final int ROUNDS = 200;

  private final Bucket bucket;
  private final Supplier<String> names;
  private final InstantSource clock;
  private final Timing timing;

  Contents(Bucket bucket, Supplier<String> names, InstantSource clock, Timing timing) {
    this.bucket = bucket;
    this.names = names;
    this.clock = clock;
    this.timing = timing;
  }

  /// An announcement.
  ///
  /// @param at when that was
  /// @param again whether the name was announced before, by an attempt that broke off; if not, and
  ///   there are bytes under it all the same, a collection may be about to remove them
  record Announced(Instant at, boolean again) {}

  /// Says that bytes of this content come under a name, before the first of them is there.
  Announced announce(Digest digest, String name) throws IOException {
    Instant now = clock.instant();
    byte[] first = Content.NONE.announcing(name, now).write(names.get());
    if (bucket.putNew(Keys.content(digest), first).isPresent()) {
      return new Announced(now, false);
    }
    boolean[] again = new boolean[1];
    change(
        digest,
        content -> {
          again[0] = content.names(name);
          return content.announcing(name, now);
        });
    return new Announced(now, again[0]);
  }

  /// Says that they do not come under this name.
  void withdraw(Digest digest, String name) throws IOException {
    change(digest, content -> content.withdrawing(name));
  }

  /// Where the content lives from now on: where it did, or else under the name that was announced
  /// and by now has the bytes. A collection may have taken the announcement for abandoned, but none
  /// that is young: such a one is missing only where a store lets two conditional writes through at
  /// once.
  DataPointer settle(Digest digest, DataPointer own, Instant announced) throws IOException {
    Content settled =
        change(
            digest,
            content ->
                content.live().isEmpty()
                        && (content.coming().containsKey(own.name()) || young(announced))
                    ? content.living(own, clock.instant())
                    : content);
    return settled
        .live()
        .orElseThrow(() ->
            new UploadLost(bucket + ": the upload of " + digest + " took longer than the grace"));
  }

  private boolean young(Instant announced) {
    return clock.instant().isBefore(announced.plus(timing.renewal()));
  }

  /// Whether the content lives there; if so, no collection that looks for links now removes it.
  boolean confirm(Digest digest, DataPointer data) throws IOException {
    Content confirmed =
        change(
            digest,
            content ->
                content.doubted() && content.live().equals(Optional.of(data))
                    ? content.certain(clock.instant())
                    : content);
    return confirmed.live().equals(Optional.of(data));
  }

  /// Replaces what is known of a content; does nothing when it stays the same.
  private Content change(Digest digest, UnaryOperator<Content> changing) throws IOException {
    String key = Keys.content(digest);
    for (int round = 0; round < ROUNDS; round++) {
      Optional<Bucket.Found> found = bucket.get(key);
      Content before = found.isEmpty() ? Content.NONE : Content.read(key, found.get().bytes());
      Content after = changing.apply(before);
      if (after.equals(before)) {
        return after;
      }
      byte[] bytes = after.write(names.get());
      Optional<String> written =
          found.isEmpty()
              ? bucket.putNew(key, bytes)
              : bucket.replace(key, bytes, found.get().tag());
      if (written.isPresent()) {
        return after;
      }
    }
    throw new IOException(bucket + ": " + key + " is written by others without end");
  }
}
