package io.bowline.control.platform.keep;

import io.bowline.control.platform.store.StoredRows;
import io.bowline.control.telemetry.Labels;
import io.bowline.control.telemetry.LogBatch;
import io.bowline.control.telemetry.Source;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.registry.storage.ManifestPush;
import io.bowline.registry.storage.Repository;
import io.bowline.registry.storage.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Pushes, publishes and sends logs until told to stop, and remembers what was acked.
final class BusyWriters {
  static final OrgId ORG = new OrgId(new UUID(0, 10));
  static final Source SOURCE = new Source(ORG, new InstallId(new UUID(0, 0xd1)));
  private static final Labels LABELS = Labels.of(Map.of("component", "broker"));

  /// Digests of manifests whose publication was committed.
  final List<String> published = new CopyOnWriteArrayList<>();

  /// Log lines that were acked.
  final List<String> logged = new CopyOnWriteArrayList<>();

  private final Place place;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch enough = new CountDownLatch(2);
  private volatile boolean stopped;

  BusyWriters(Place place) {
    this.place = place;
  }

  /// Starts both and returns once each has done something.
  List<Future<?>> start() throws InterruptedException {
    List<Future<?>> running = List.of(threads.submit(this::publish), threads.submit(this::log));
    enough.await();
    return running;
  }

  void stop(List<Future<?>> running) throws InterruptedException, ExecutionException {
    stopped = true;
    for (Future<?> each : running) {
      each.get();
    }
    threads.close();
  }

  private void publish() {
    try {
      for (int i = 0; !stopped; i++) {
        published.add(publishOne(place, i));
        if (i == 20) {
          enough.countDown();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A blob, a manifest with a tag, and then a row that names it: the order of a publication.
  static String publishOne(Place place, int number) throws IOException {
    Repository repository = place.registry.repository("stream/app" + number % 3);
    byte[] blob = ("layer " + number + " ").repeat(2000).getBytes(StandardCharsets.UTF_8);
    Digest layer = Digest.of(blob);
    try (Upload upload = repository.begin(Digest.Algorithm.SHA256)) {
      upload.append(new ByteArrayInputStream(blob), blob.length);
      upload.commit(layer);
    }
    byte[] manifest = ("{\"layers\":[\"" + layer + "\"]}").getBytes(StandardCharsets.UTF_8);
    Digest digest = Digest.of(manifest);
    repository.keep(
        new ManifestPush(
            digest,
            "application/x.test",
            List.of(layer),
            Optional.empty(),
            List.of("v" + number, "newest")),
        manifest);
    StoredRows.note(place.database, ORG, repository.name() + " " + digest + " " + layer);
    return repository.name() + " " + digest + " " + layer;
  }

  private void log() {
    try {
      for (int i = 0; !stopped; i++) {
        logged.add(logOne(place, i));
        if (i == 20) {
          enough.countDown();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String logOne(Place place, int number) throws IOException {
    String line = "line " + number + " " + UUID.randomUUID();
    var batch = new LogBatch();
    batch.add(LABELS, 1_000L + number, line);
    place.telemetry.addLogs(SOURCE, batch, "");
    return line;
  }
}
