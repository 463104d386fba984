package io.bowline.runner.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/// The folder of one runner's memory, held by one process at a time.
public final class StateFolder implements AutoCloseable {
  private static final int MAX_NOTE = 512;

  private final Path folder;
  private final FileChannel channel;

  private StateFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /// Takes the folder; makes it when it is not there.
  ///
  /// @throws HeldException naming who holds it
  public static StateFolder take(Path folder, Instant now) throws IOException, HeldException {
    Path absolute = folder.toAbsolutePath();
    Durable.folder(absolute);
    Path file = absolute.resolve("held-by");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (!locked(channel)) {
      String holder = note(channel);
      channel.close();
      throw new HeldException(absolute, holder);
    }
    channel.truncate(0);
    String note = "process " + ProcessHandle.current().pid() + " since " + now;
    channel.write(ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8)), 0);
    return new StateFolder(absolute, channel);
  }

  public Path path() {
    return folder;
  }

  /// A folder in it for one room; made when it is not there, and its name is durable then: what is
  /// kept in it cannot be lost with it.
  public Path room(String name) {
    Path room = folder.resolve(name);
    try {
      Durable.folder(room);
      return room;
    } catch (IOException e) {
      throw new UncheckedIOException("state folder " + room + " cannot be made", e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static String note(FileChannel channel) throws IOException {
    ByteBuffer note = ByteBuffer.allocate(MAX_NOTE);
    channel.read(note, 0);
    return new String(note.array(), 0, note.position(), StandardCharsets.UTF_8);
  }

  /// Another process has it.
  public static final class HeldException extends Exception {
    private static final long serialVersionUID = 1L;

    HeldException(Path folder, String holder) {
      super(
          "state folder %s is held by another runner (%s): stop that one, or give this one a folder"
                  .formatted(folder, holder)
              + " of its own with bowline.runner.state");
    }
  }
}
