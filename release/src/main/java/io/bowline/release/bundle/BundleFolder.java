package io.bowline.release.bundle;

import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Bundles kept on disk by digest, so that a return needs nobody else; what is read back is checked
/// as if it came from a stranger.
public final class BundleFolder {
  private final Path folder;

  /// @param folder made when it is missing
  public BundleFolder(Path folder) {
    this.folder = folder;
  }

  /// Keeps a bundle: every blob is on disk before the manifest that names it.
  public void save(Bundle bundle) throws IOException {
    Files.createDirectories(folder);
    put(bundle.blob(bundle.manifest().config().digest()));
    for (Descriptor layer : bundle.manifest().layers()) {
      put(bundle.blob(layer.digest()));
    }
    sync();
    put(bundle.manifestBytes());
    sync();
  }

  /// A bundle that was kept; empty when there is none.
  ///
  /// @throws BundleRefused when what lies there is not what was kept
  public Optional<Bundle> open(Digest digest) throws IOException {
    byte[] manifest;
    try {
      manifest = Files.readAllBytes(file(digest));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return Optional.of(
        Bundle.read(digest, manifest, blob -> Files.readAllBytes(file(blob.digest()))));
  }

  private Path file(Digest digest) {
    return folder.resolve(digest.algorithm().label() + "-" + digest.hex());
  }

  private void put(byte[] bytes) throws IOException {
    Path target = file(Digest.of(bytes));
    if (Files.exists(target) && Files.size(target) == bytes.length) {
      return;
    }
    Path part = Files.createTempFile(folder, "blob", ".part");
    try {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /// Names are durable only when their folder is.
  private void sync() throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
