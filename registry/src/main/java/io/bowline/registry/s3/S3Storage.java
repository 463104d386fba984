package io.bowline.registry.s3;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.storage.Repository;
import io.bowline.registry.storage.Storage;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// A registry in a bucket; see `Keys` for what lies where.
public final class S3Storage implements Storage, AutoCloseable {
  private static final String LAYOUT = "registry";
  private final Bucket bucket;
  private final Supplier<String> names;
  private final InstantSource clock;

  private S3Storage(Bucket bucket, Supplier<String> names, InstantSource clock) {
    this.bucket = bucket;
    this.names = names;
    this.clock = clock;
  }

  /// Opens a bucket, laying it out when there is no registry below the prefix.
  ///
  /// @param names fresh names that nobody can guess
  /// @throws IOException saying what to do, when the bucket cannot be used for a registry
  public static S3Storage open(BucketSettings settings, Supplier<String> names, InstantSource clock)
      throws IOException {
    Bucket bucket = Connection.to(settings);
    try {
      requireLayout(bucket);
      requireConditions(bucket, "probe/" + names.get());
      return new S3Storage(bucket, names, clock);
    } catch (IOException e) {
      bucket.close();
      throw e;
    }
  }

  private static void requireLayout(Bucket bucket) throws IOException {
    Optional<String> _ = bucket.putNew(Keys.LAYOUT, Text.write(LAYOUT));
    Optional<Bucket.Found> found = bucket.get(Keys.LAYOUT);
    if (found.isEmpty() || !Text.read(Keys.LAYOUT, found.get().bytes()).equals(LAYOUT)) {
      throw new IOException(bucket + " holds something else than a registry below its prefix");
    }
  }

  /// Without conditional writes two processes would overwrite each other unseen.
  private static void requireConditions(Bucket bucket, String key) throws IOException {
    byte[] bytes = Text.write("probe");
    Optional<String> tag = bucket.putNew(key, bytes);
    try {
      if (tag.isEmpty()
          || bucket.putNew(key, bytes).isPresent()
          || bucket.replace(key, bytes, "\"0123456789abcdef0123456789abcdef\"").isPresent()
          || bucket.replace(key, bytes, tag.get()).isEmpty()) {
        throw new IOException(
            bucket
                + " does not honour If-None-Match and If-Match on writes, which a registry needs");
      }
    } finally {
      bucket.delete(key);
    }
  }

  @Override
  public Repository repository(String name) {
    return new S3Repository(this, bucket, name);
  }

  @Override
  public List<String> holders(Digest digest) throws IOException {
    List<String> holders = new ArrayList<>();
    bucket.each(
        Keys.holders(digest), found -> holders.add(Keys.last(found.key()).replace('+', '/')));
    return holders.stream().sorted().toList();
  }

  @Override
  public void forgetUntouchedSince(Instant moment) throws IOException {
    // before the states: whatever is begun by now has one, or is over
    List<Bucket.InParts> begun = bucket.uploadsBelow(Keys.DATA);
    Set<String> live = new HashSet<>();
    bucket.each(
        Keys.UPLOADS,
        found -> {
          if (!found.written().isBefore(moment) || !forgetUpload(found.key())) {
            live.add(found.key());
          }
        });
    abortOrphans(begun, live, moment);
    bucket.each(
        Keys.TAILS,
        found -> {
          String upload = found.key().substring(Keys.TAILS.length());
          String state = Keys.UPLOADS + upload.substring(0, upload.lastIndexOf('/'));
          if (found.written().isBefore(moment) && bucket.get(state).isEmpty()) {
            bucket.delete(found.key());
          }
        });
  }

  /// A process that was killed between beginning parts and noting their name left some that no
  /// state knows.
  private void abortOrphans(List<Bucket.InParts> begun, Set<String> live, Instant moment)
      throws IOException {
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

  /// Says whether it is gone.
  private boolean forgetUpload(String key) throws IOException {
    Optional<Bucket.Found> found = bucket.get(key);
    if (found.isEmpty()) {
      return true;
    }
    UploadState state = UploadState.read(key, found.get().bytes());
    Instant now = clock.instant();
    if (state.heldUntil().filter(now::isBefore).isPresent()
        || bucket
            .replace(
                key, state.held(Optional.of(now.plus(S3Upload.HOLD))).write(), found.get().tag())
            .isEmpty()) {
      return false;
    }
    String data = Keys.data(state.data());
    for (Bucket.InParts begun : bucket.uploadsBelow(data)) {
      bucket.abortParts(data, begun.upload());
    }
    if (state.parts().isPresent()) {
      bucket.abortParts(data, state.parts().get());
    }
    if (state.tail().isPresent()) {
      bucket.delete(state.tail().get().key());
    }
    bucket.delete(key);
    return true;
  }

  Supplier<String> names() {
    return names;
  }

  InstantSource clock() {
    return clock;
  }

  @Override
  public void close() {
    bucket.close();
  }
}
