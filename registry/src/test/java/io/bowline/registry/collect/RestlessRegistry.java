package io.bowline.registry.collect;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.storage.Repository;
import io.bowline.registry.storage.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A process that pushes, mounts, re-tags, deletes, abandons uploads and collects without a pause,
/// until it is killed.
public final class RestlessRegistry {
  /// How long something is safe that a pusher was told of.
  public static final Duration GRACE = Duration.ofSeconds(10);

  private static final int PUSHERS = 3;
  private final Collecting storage;
  private final Path notes;

  private RestlessRegistry(Collecting storage, Path notes) {
    this.storage = storage;
    this.notes = notes;
  }

  /// Begins, and never ends by itself.
  ///
  /// @param notes a file that broken promises are noted in
  public static void begin(Collecting storage, Path notes) {
    RestlessRegistry registry = new RestlessRegistry(storage, notes);
    ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory());
    for (int i = 0; i < PUSHERS; i++) {
      threads.execute(registry::pushForEver);
    }
    threads.execute(registry::collectForEver);
  }

  private void collectForEver() {
    try {
      while (true) {
        Instant since = Instant.now().minus(GRACE);
        storage
            .collect(new Order(Instant.now(), since, since, false, Needed.nothing()))
            .ifPresent(report -> note("collected " + report.contents().count()));
      }
    } catch (IOException | RuntimeException e) {
      note("broken: a collection failed: " + e);
    }
  }

  private void pushForEver() {
    Random random = new Random();
    while (true) {
      long began = System.nanoTime();
      try {
        push(random);
      } catch (IOException | RuntimeException e) {
        if (quick(began)) {
          note("broken: a push failed: " + e);
        }
      }
    }
  }

  /// Whether this is well within the grace.
  private static boolean quick(long began) {
    return Duration.ofNanos(System.nanoTime() - began).compareTo(GRACE.dividedBy(2)) < 0;
  }

  private void push(Random random) throws IOException {
    Shop shop = new Shop(storage.repository("acme/r" + random.nextInt(4)));
    long began = System.nanoTime();
    List<Shop.Blob> blobs = new ArrayList<>();
    blobs.add(told(shop, "{\"config\":" + random.nextInt(5) + "}", random));
    blobs.add(told(shop, "shared layer " + random.nextInt(8), random));
    blobs.add(told(shop, "rare layer " + random.nextInt(400), random));
    Optional<Digest> subject =
        random.nextInt(4) == 0
            ? shop.repository().tagged("t" + random.nextInt(6))
            : Optional.empty();
    try {
      if (random.nextInt(5) == 0) {
        shop.index(List.of(shop.image(blobs, subject)), "i" + random.nextInt(3));
      } else if (random.nextInt(5) == 0) {
        shop.image(blobs, subject);
      } else {
        shop.image(blobs, subject, "t" + random.nextInt(6));
      }
      note("pushed");
    } catch (Shop.Missing missing) {
      if (quick(began)) {
        note("broken: well within the grace: " + missing);
      }
    }
    meddle(shop.repository(), random);
  }

  /// As a client does: asks, mounts, and pushes what it is not told to be there.
  private Shop.Blob told(Shop shop, String text, Random random) throws IOException {
    byte[] bytes = text.repeat(200).getBytes(StandardCharsets.UTF_8);
    Shop.Blob blob = Shop.Blob.of(bytes);
    Repository repository = shop.repository();
    if (repository.blob(blob.digest()).isPresent()
        || repository.mount(blob.digest(), "acme/r" + random.nextInt(4))) {
      return blob;
    }
    return shop.blob(bytes);
  }

  private static void meddle(Repository repository, Random random) throws IOException {
    if (random.nextInt(6) == 0) {
      repository.dropTag("t" + random.nextInt(6));
    }
    if (random.nextInt(10) == 0) {
      try (Upload upload = repository.begin(Digest.Algorithm.SHA256)) {
        upload.append(new ByteArrayInputStream(new byte[5_000]), 5_000);
      }
    }
  }

  private void note(String line) {
    try {
      Files.writeString(notes, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
