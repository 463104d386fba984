package io.bowline.registry.s3;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.collect.Collecting;
import io.bowline.registry.collect.Order;
import io.bowline.registry.collect.Report;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/// A registry in a bucket; see `Keys` for what lies where.
public final class S3Storage implements Collecting, AutoCloseable {
  private static final String LAYOUT = "registry";
  private final Bucket bucket;
  private final Supplier<String> names;
  private final InstantSource clock;
  private final Timing timing;
  private final Contents contents;

  private S3Storage(Bucket bucket, Supplier<String> names, InstantSource clock, Timing timing) {
    this.bucket = bucket;
    this.names = names;
    this.clock = clock;
    this.timing = timing;
    this.contents = new Contents(bucket, names, clock, timing);
  }

  /// Opens a bucket, laying it out when there is no registry below the prefix.
  ///
  /// @param names fresh names that nobody can guess
  /// @throws IOException saying what to do, when the bucket cannot be used for a registry
  public static S3Storage open(BucketSettings settings, Supplier<String> names, InstantSource clock)
      throws IOException {
    return open(settings, names, clock, Timing.USUAL);
  }

  static S3Storage open(
      BucketSettings settings, Supplier<String> names, InstantSource clock, Timing timing)
      throws IOException {
    Bucket bucket = Connection.to(settings);
    try {
      requireLayout(bucket);
      requireConditions(bucket, Keys.probe(names.get()));
      return new S3Storage(bucket, names, clock, timing);
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
          || bucket.replace(key, bytes, Bucket.OTHER_TAG).isPresent()
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
  public S3Repository repository(String name) {
    return new S3Repository(this, bucket, name);
  }

  @Override
  public List<String> repositories() throws IOException {
    return List.copyOf(repositories(() -> {}));
  }

  /// @param page called before each page of what there is
  Set<String> repositories(Turning page) throws IOException {
    Set<String> names = new TreeSet<>();
    bucket.pages(
        Keys.REPOSITORIES,
        objects -> {
          page.turn();
          objects.forEach(object -> names.add(Keys.repository(object.key())));
        });
    return names;
  }

  /// Is called as a long list goes on.
  @FunctionalInterface
  interface Turning {
    void turn() throws IOException;
  }

  @Override
  public List<String> holders(Digest digest) throws IOException {
    List<String> holders = new ArrayList<>();
    bucket.each(
        Keys.holders(digest), found -> holders.add(Keys.last(found.key()).replace('+', '/')));
    return holders.stream().sorted().toList();
  }

  @Override
  public boolean isFull(IOException failure) {
    return StoreAnswer.in(failure).filter(StoreAnswer::isFull).isPresent();
  }

  @Override
  public boolean isBusy(IOException failure) {
    return StoreAnswer.in(failure).filter(StoreAnswer::isForNow).isPresent();
  }

  @Override
  public void forgetUntouchedSince(Instant moment) throws IOException {
    new AbandonedUploads(bucket, clock, moment).forget(size -> {});
  }

  @Override
  public Optional<Report> collect(Order order) throws IOException {
    Optional<Lease> alone = Lease.take(bucket, clock, timing.lease(), names.get());
    if (alone.isEmpty()) {
      return Optional.empty();
    }
    try (Lease lease = alone.get()) {
      Report report = new BucketCollection(this, bucket, order, lease).run();
      if (!order.dryRun()) {
        byte[] moment = Text.write(order.now().toString());
        bucket.put(Keys.COLLECTED, moment, moment.length);
      }
      return Optional.of(report);
    } catch (Lease.Lost e) {
      return Optional.empty();
    }
  }

  @Override
  public Instant lastCollected() throws IOException {
    Optional<Bucket.Found> found = bucket.get(Keys.COLLECTED);
    return found.isEmpty()
        ? Instant.EPOCH
        : Instant.parse(Text.read(Keys.COLLECTED, found.get().bytes()));
  }

  Contents contents() {
    return contents;
  }

  Timing timing() {
    return timing;
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
