package io.bowline.runner.journal;

import io.bowline.runner.platform.Durable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A real folder, readable by its owner alone.
public final class FolderDisk implements Disk {
  private static final long MAX_BYTES = 256L << 20;

  private final Path folder;

  /// Creates the folder when it is not there.
  public FolderDisk(Path folder) throws IOException {
    this.folder = folder.toAbsolutePath();
    Durable.folder(this.folder);
  }

  @Override
  public Optional<byte[]> read(String name) throws IOException {
    Path file = folder.resolve(name);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
      }
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public DiskFile open(String name) throws IOException {
    return new OpenFile(
        FileChannel.open(
            folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(
        folder.resolve(from),
        folder.resolve(to),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
  }

  @Override
  public void syncNames() throws IOException {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  @Override
  public String toString() {
    return folder.toString();
  }

  private record OpenFile(FileChannel channel) implements DiskFile {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void append(byte[] bytes) throws IOException {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      long at = channel.size();
      while (left.hasRemaining()) {
        at += channel.write(left, at);
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void sync() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
