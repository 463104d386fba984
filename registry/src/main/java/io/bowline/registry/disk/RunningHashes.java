package io.bowline.registry.disk;

import io.bowline.model.artifact.Digest;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Hashes of uploads under way, so that closing one need not read it again.
///
/// Only a saving: one that is not here, or stopped short of the file's end because another process
/// wrote on, is made up for by reading.
final class RunningHashes {
  private static final int KEPT = 4_096;
  private final ReentrantLock lock = new ReentrantLock();

  private final Map<Path, Running> kept =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Running> eldest) {
          return size() > KEPT;
        }
      };

  /// Takes the hash of an upload out of the store; it belongs to the caller now.
  Optional<Running> take(Path upload) {
    lock.lock();
    try {
      return Optional.ofNullable(kept.remove(upload));
    } finally {
      lock.unlock();
    }
  }

  void keep(Path upload, Running running) {
    lock.lock();
    try {
      kept.put(upload, running);
    } finally {
      lock.unlock();
    }
  }

  /// A hash over a file's first bytes.
  static final class Running {
    private final Digest.Algorithm algorithm;
    private final MessageDigest hash;
    private long upTo;

    Running(Digest.Algorithm algorithm) {
      this.algorithm = algorithm;
      this.hash = algorithm.hash();
    }

    Digest.Algorithm algorithm() {
      return algorithm;
    }

    long upTo() {
      return upTo;
    }

    void update(byte[] bytes, int length) {
      hash.update(bytes, 0, length);
      upTo += length;
    }

    Digest finish() {
      return Digest.finish(algorithm, hash);
    }
  }
}
