package io.bowline.runner.step.image;

import io.bowline.runner.step.image.flow.Once;
import io.bowline.runner.step.image.flow.Patience;
import io.bowline.runner.step.image.flow.RegistryException;
import io.bowline.runner.step.image.flow.Together;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/// Copies a batch of images from one registry to another, once; make a new one for the next batch.
///
/// All images are under way at once, each on a virtual thread of its own; a gate per registry and a
/// bound on blobs keep the work within limits, and what several images share is sent once.
public final class ImageTransfer {
  private static final Duration TELL_EVERY = Duration.ofSeconds(5);

  private final RegistryClient source;
  private final RegistryClient target;
  private final Patience patience;
  private final Blobs blobs;
  private final TransferTerms terms;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public ImageTransfer(
      RegistryAccess source,
      RegistryAccess target,
      TransferTerms terms,
      RandomGenerator random,
      Clock clock) {
    this(source, target, terms, random, clock, Checkpoints.none());
  }

  /// @param checkpoints where large uploads can go on
  public ImageTransfer(
      RegistryAccess source,
      RegistryAccess target,
      TransferTerms terms,
      RandomGenerator random,
      Clock clock,
      Checkpoints checkpoints) {
    this.terms = terms;
    patience = new Patience(terms.patience(), random, clock);
    this.source = new RegistryClient(source, terms, patience, clock);
    this.target = new RegistryClient(target, terms, patience, clock);
    var uploads = new Uploads(this.source, this.target, patience, checkpoints, terms.pieceBytes());
    KnownBlobs known = checkpoints.blobs(this.target.name());
    blobs = new Blobs(this.target, uploads, known, terms.blobs());
  }

  /// Sees a transfer go on.
  public interface Watcher {
    /// An image is over; told from several threads.
    void over(CopyResult result);

    /// How far it is, every few seconds.
    default void progress(TransferReport.Progress progress) {}
  }

  /// Copies; one image's failure does not keep the others.
  ///
  /// @throws InterruptedException when the caller is interrupted or `stop` was called
  public TransferReport copy(List<ImageCopy> copies, Watcher watcher) throws InterruptedException {
    return copy(copies, watcher, TELL_EVERY);
  }

  TransferReport copy(List<ImageCopy> copies, Watcher watcher, Duration every)
      throws InterruptedException {
    var together = new Together(threads);
    var images = new Images(source, target, blobs, terms, together);
    try {
      var running = new ArrayList<Future<CopyResult>>();
      for (ImageCopy copy : copies) {
        running.add(
            together.start(() -> {
              CopyResult result = images.copy(copy);
              watcher.over(result);
              return result;
            }));
      }
      var results = new ArrayList<CopyResult>();
      var progress = new Teller(watcher, every, running);
      for (Future<CopyResult> one : running) {
        results.add(progress.await(one));
      }
      var report =
          new TransferReport(results, blobs.bytes(), source.requests() + target.requests());
      if (patience.isStopped() && !report.complete()) {
        // A request that is cut by the stop fails like one that the network cut.
        throw new InterruptedException("the transfer was stopped");
      }
      return report;
    } finally {
      stop();
      blobs.remember();
    }
  }

  /// Which of these images the target has already under their tag and digest; asks nothing of the
  /// source.
  List<Boolean> present(List<ImageCopy> copies) throws RegistryException, InterruptedException {
    var together = new Together(threads);
    var images = new Images(source, target, blobs, terms, together);
    var looks = new ArrayList<Once.Task<Boolean>>();
    copies.forEach(copy -> looks.add(() -> images.isThere(copy)));
    try {
      return together.all(looks);
    } catch (RegistryException e) {
      throw e;
    } catch (IOException e) {
      throw RegistryException.passing(String.valueOf(e.getMessage()));
    } finally {
      stop();
    }
  }

  /// Ends what is under way; `copy` then throws.
  public void stop() {
    patience.stop();
    threads.shutdownNow();
  }

  private Optional<String> waiting(Uploads.Sum sum) {
    for (RegistryClient registry : List.of(source, target)) {
      Duration closed = registry.closedFor();
      if (closed.toSeconds() > 0) {
        return Optional.of(
            "%s, which asks for %d s of patience".formatted(registry.name(), closed.toSeconds()));
      }
    }
    return sum.longest();
  }

  /// Waits for images, and tells meanwhile how far they are.
  private final class Teller {
    private final Watcher watcher;
    private final List<Future<CopyResult>> images;
    private final long every;
    private long next;
    private long sent;
    private long rate = -1;

    Teller(Watcher watcher, Duration every, List<Future<CopyResult>> images) {
      this.watcher = watcher;
      this.images = images;
      this.every = every.toNanos();
      next = System.nanoTime() + this.every;
    }

    CopyResult await(Future<CopyResult> one) throws InterruptedException {
      while (true) {
        try {
          one.get(Math.max(0, next - System.nanoTime()), TimeUnit.NANOSECONDS);
          return result(one);
        } catch (TimeoutException _) {
          tell();
        } catch (ExecutionException _) {
          return result(one);
        }
      }
    }

    private void tell() {
      Uploads.Sum sum = blobs.sum();
      long now = (long) ((sum.sent() - sent) / (every / 1e9));
      // of late, and a little of what was before: who looks at it wants to know when it is over
      rate = rate < 0 ? now : (rate + now) / 2;
      sent = sum.sent();
      next = System.nanoTime() + every;
      int over = (int) images.stream().filter(Future::isDone).count();
      watcher.progress(
          new TransferReport.Progress(
              over, images.size(), sum.sent(), sum.known(), rate, waiting(sum)));
    }
  }

  private static CopyResult result(Future<CopyResult> one) throws InterruptedException {
    try {
      return one.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException) {
        throw Together.stopped(e);
      }
      throw new IllegalStateException("a transfer broke", e);
    }
  }
}
