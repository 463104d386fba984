package io.bowline.runner.step.image;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Copies a batch of images from one registry to another, once; make a new one for the next batch.
///
/// All images are under way at once, each on a virtual thread of its own; a gate per registry and a
/// bound on blobs keep the work within limits, and what several images share is sent once.
public final class ImageTransfer {
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
    patience = new Patience(terms, random, clock);
    this.source = new RegistryClient(source, terms, patience, clock);
    this.target = new RegistryClient(target, terms, patience, clock);
    var uploads = new Uploads(this.source, this.target, patience, checkpoints, terms.pieceBytes());
    blobs = new Blobs(this.target, uploads, terms.blobs());
  }

  /// Copies; one image's failure does not keep the others.
  ///
  /// @param listener hears of each image when it is over, from several threads
  /// @throws InterruptedException when the caller is interrupted or `stop` was called
  public TransferReport copy(List<ImageCopy> copies, Consumer<CopyResult> listener)
      throws InterruptedException {
    var together = new Together(threads);
    var images = new Images(source, target, blobs, terms, together);
    try {
      var running = new ArrayList<Future<CopyResult>>();
      for (ImageCopy copy : copies) {
        running.add(
            together.start(() -> {
              CopyResult result = images.copy(copy);
              listener.accept(result);
              return result;
            }));
      }
      var results = new ArrayList<CopyResult>();
      for (Future<CopyResult> one : running) {
        results.add(result(one));
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
