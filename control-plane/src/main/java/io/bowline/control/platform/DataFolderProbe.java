package io.bowline.control.platform;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The data folder takes a durable write: what cannot be written cannot be acked. A disk that is
/// read-only, full or gone ends readiness, and its return restores it.
@Singleton
public final class DataFolderProbe implements Probe {
  /// More than a file system keeps for a file that is nearly empty.
  private static final int BYTES = 64 * 1024;

  private final Path file;

  public DataFolderProbe(DataFolder folder) {
    this.file = folder.resolve("probe");
  }

  @Override
  public String part() {
    return "data-folder";
  }

  @Override
  public synchronized boolean works() {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocate(BYTES);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      return false;
    }
    try {
      Files.deleteIfExists(file);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
