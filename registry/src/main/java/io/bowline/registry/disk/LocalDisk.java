package io.bowline.registry.disk;

import io.bowline.registry.platform.WallClock;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A folder of this machine.
///
/// File locks belong to the whole process, so threads are kept apart by locks of the JVM first;
/// those are static, since two storages of one JVM may share a folder.
public final class LocalDisk implements Disk {
  private static final long SHORTEST_PAUSE_NANOS = 500_000;
  private static final long LONGEST_PAUSE_NANOS = 8_000_000;
  private static final InstantSource CLOCK = new WallClock();
  private static final ProcessLocks IN_PROCESS = new ProcessLocks();

  @Override
  public Writer append(Path file, boolean create) throws IOException {
    FileChannel channel =
        create
            ? FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
            : FileChannel.open(file, StandardOpenOption.APPEND);
    return new ChannelWriter(channel, key(file));
  }

  @Override
  public InputStream read(Path file, long from) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    channel.position(from);
    return new ChannelReader(channel, key(file));
  }

  @Override
  public OptionalLong size(Path file) throws IOException {
    try {
      return OptionalLong.of(Files.size(file));
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public Optional<Instant> modified(Path file) throws IOException {
    try {
      return Optional.of(Files.getLastModifiedTime(file).toInstant());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(CLOCK.instant()));
  }

  @Override
  public List<String> list(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    return names;
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public boolean delete(Path file) throws IOException {
    return Files.deleteIfExists(file);
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public Held lock(Path file) throws IOException {
    ProcessLocks.Ticket ticket = IN_PROCESS.hold(key(file));
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new ChannelHeld(channel, await(channel), ticket);
    } catch (IOException e) {
      letGo(channel, ticket);
      throw e;
    }
  }

  /// Asks again and again rather than waiting in the system: that would hold the thread that
  /// carries this one, and the system takes two processes for deadlocked whose threads wait for
  /// each other's files, although none of the threads does.
  private static FileLock await(FileChannel channel) throws IOException {
    long pause = SHORTEST_PAUSE_NANOS;
    FileLock lock = channel.tryLock();
    while (lock == null) {
      LockSupport.parkNanos(pause);
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("stopped while another process held a file");
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
      lock = channel.tryLock();
    }
    return lock;
  }

  @Override
  public Optional<Held> tryLock(Path file) throws IOException {
    ProcessLocks.Ticket ticket = IN_PROCESS.tryHold(key(file));
    if (ticket == null) {
      return Optional.empty();
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new ChannelHeld(channel, lock, ticket));
      }
    } catch (IOException e) {
      letGo(channel, ticket);
      throw e;
    }
    letGo(channel, ticket);
    return Optional.empty();
  }

  private static Path key(Path file) {
    return file.toAbsolutePath().normalize();
  }

  private static void letGo(@Nullable FileChannel channel, ProcessLocks.Ticket ticket)
      throws IOException {
    try (ticket) {
      if (channel != null) {
        channel.close();
      }
    }
  }

  private record ChannelHeld(FileChannel channel, FileLock lock, ProcessLocks.Ticket ticket)
      implements Held {
    @Override
    public void close() throws IOException {
      letGo(channel, ticket);
    }
  }

  /// Reads a file that this process may hold.
  private static final class ChannelReader extends FilterInputStream {
    private final FileChannel channel;
    private final Path key;

    ChannelReader(FileChannel channel, Path key) {
      super(Channels.newInputStream(channel));
      this.channel = channel;
      this.key = key;
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
      return in.transferTo(out);
    }

    @Override
    public void close() throws IOException {
      IN_PROCESS.close(key, channel);
    }
  }

  /// Writes to a file that this process may hold.
  private record ChannelWriter(FileChannel channel, Path key) implements Writer {
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }

    @Override
    public void force() throws IOException {
      channel.force(true);
    }

    @Override
    public void close() throws IOException {
      IN_PROCESS.close(key, channel);
    }
  }
}
