package io.bowline.runner.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A disk in memory that can lose its process or its power at any operation.
///
/// After a loss of power only synced content under synced names is left, or, for files that grew
/// since, any prefix of what was appended.
public final class CrashDisk implements Disk {
  /// Stands for the end of the process; nothing in the code under test may catch it.
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed(int operation) {
      super("killed at disk operation " + operation);
    }
  }

  /// What is left of unsynced data when the disk is looked at again.
  public enum Loss {
    /// `kill -9`: the kernel still has everything.
    PROCESS,
    /// Power: nothing that was not synced.
    ALL_UNSYNCED,
    /// Power, while a part of the last append was on its way.
    HALF_OF_UNSYNCED
  }

  private static final class Inode {
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private byte[] synced = new byte[0];

    private void set(byte[] bytes) {
      content.reset();
      content.writeBytes(bytes);
    }
  }

  private final Map<String, Inode> names = new HashMap<>();
  private final Map<String, Inode> syncedNames = new HashMap<>();
  private int operations;
  private int killAt = Integer.MAX_VALUE;
  private boolean dead;
  private long capacity = Long.MAX_VALUE;
  private boolean syncFails;
  private int refusals;

  /// Dies instead of doing the operation of this number, counted from 1, and of all after it.
  public synchronized void killAt(int operation) {
    killAt = operation;
  }

  public synchronized boolean isDead() {
    return dead;
  }

  public synchronized int operations() {
    return operations;
  }

  /// From now on the files together hold this many bytes at most.
  public synchronized void capacity(long bytes) {
    capacity = bytes;
  }

  /// Waits until something found no room.
  public synchronized void awaitRefusal() throws InterruptedException {
    while (refusals == 0) {
      wait();
    }
  }

  public synchronized void failSyncs(boolean fail) {
    syncFails = fail;
  }

  /// The disk as the next process finds it.
  public synchronized CrashDisk after(Loss loss) {
    var left = new CrashDisk();
    Map<String, Inode> survivors = loss == Loss.PROCESS ? names : syncedNames;
    survivors.forEach((name, inode) -> {
      var copy = new Inode();
      copy.set(contentAfter(loss, inode));
      copy.synced = loss == Loss.PROCESS ? inode.synced : copy.content.toByteArray();
      left.names.put(name, copy);
    });
    // Names that a dead process left unsynced are still unsynced for the next one.
    syncedNames.forEach((name, inode) -> {
      Inode same = left.names.get(name);
      left.syncedNames.put(name, same == null || names.get(name) != inode ? inode : same);
    });
    return left;
  }

  private static byte[] contentAfter(Loss loss, Inode inode) {
    byte[] now = inode.content.toByteArray();
    return switch (loss) {
      case PROCESS -> now;
      case ALL_UNSYNCED -> inode.synced;
      case HALF_OF_UNSYNCED -> {
        int kept = inode.synced.length + Math.max(0, now.length - inode.synced.length) / 2;
        yield startsWith(now, inode.synced) ? Arrays.copyOf(now, kept) : inode.synced;
      }
    };
  }

  private static boolean startsWith(byte[] whole, byte[] start) {
    return whole.length >= start.length
        && Arrays.equals(whole, 0, start.length, start, 0, start.length);
  }

  @Override
  public synchronized Optional<byte[]> read(String name) {
    return Optional.ofNullable(names.get(name)).map(inode -> inode.content.toByteArray());
  }

  @Override
  public synchronized DiskFile open(String name) {
    step();
    return new Handle(names.computeIfAbsent(name, _ -> new Inode()));
  }

  @Override
  public synchronized void rename(String from, String to) {
    step();
    Inode moved = Optional.ofNullable(names.remove(from)).orElseThrow();
    names.put(to, moved);
  }

  @Override
  public synchronized void delete(String name) {
    if (names.containsKey(name)) {
      step();
      names.remove(name);
    }
  }

  @Override
  public synchronized void syncNames() throws IOException {
    step();
    failSync();
    syncedNames.clear();
    syncedNames.putAll(names);
  }

  private void step() {
    operations++;
    if (dead || operations >= killAt) {
      dead = true;
      throw new Killed(operations);
    }
  }

  private void failSync() throws IOException {
    if (syncFails) {
      throw new IOException("Input/output error");
    }
  }

  private final class Handle implements DiskFile {
    private final Inode inode;

    private Handle(Inode inode) {
      this.inode = inode;
    }

    @Override
    public long size() {
      synchronized (CrashDisk.this) {
        return inode.content.size();
      }
    }

    @Override
    public void append(byte[] bytes) throws IOException {
      synchronized (CrashDisk.this) {
        step();
        long used = names.values().stream().mapToLong(i -> i.content.size()).sum();
        int room = Math.clamp(capacity - used, 0, bytes.length);
        inode.content.write(bytes, 0, room);
        if (room < bytes.length) {
          refusals++;
          CrashDisk.this.notifyAll();
          throw new IOException("No space left on device");
        }
      }
    }

    @Override
    public void truncate(long size) {
      synchronized (CrashDisk.this) {
        step();
        inode.set(Arrays.copyOf(inode.content.toByteArray(), Math.toIntExact(size)));
      }
    }

    @Override
    public void sync() throws IOException {
      synchronized (CrashDisk.this) {
        step();
        failSync();
        inode.synced = inode.content.toByteArray();
      }
    }

    @Override
    public void close() {
      // Nothing is held open.
    }
  }
}
