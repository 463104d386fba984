package io.bowline.runner.power;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;

/// A disk in memory with folders, of which every byte and every name that was not synced can be
/// lost. Its files are reached by ordinary paths (`Disk.root()`), so whatever works on paths can be
/// tried on it. Every operation that changes something can be the last one of the process.
public final class Disk {
  /// Stands for the end of the process; nothing in the code under test may catch it.
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed(int operation, String what) {
      super("killed at operation " + operation + ": " + what);
    }
  }

  /// What is left when the disk is looked at again.
  public enum Loss {
    /// `kill -9`: everything.
    PROCESS,
    /// Power: names and bytes that were synced, and nothing else.
    ALL_UNSYNCED,
    /// Power: names are there, since the disk wrote its journal; bytes only as far as synced.
    UNSYNCED_BYTES
  }

  abstract static sealed class Node permits Folder, Content {}

  static final class Folder extends Node {
    final Map<String, Node> names = new TreeMap<>();
    Map<String, Node> synced = new TreeMap<>();
  }

  static final class Content extends Node {
    byte[] bytes = new byte[0];
    byte[] synced = new byte[0];
    long modified = 1;
  }

  private final Folder top;
  private final LossyFileSystem files;
  private int operations;
  private int killAt = Integer.MAX_VALUE;
  private boolean dead;

  public Disk() {
    this(new Folder());
  }

  private Disk(Folder top) {
    this.top = top;
    this.files = new LossyFileSystem(this);
  }

  /// The topmost folder.
  public LossyPath root() {
    return new LossyPath(files, "/");
  }

  /// Dies instead of doing the operation of this number, counted from 1, and of all after it.
  public synchronized void killAt(int operation) {
    killAt = operation;
  }

  public synchronized int operations() {
    return operations;
  }

  /// The disk as the next process finds it.
  public synchronized Disk after(Loss loss) {
    return new Disk((Folder) left(top, loss, new IdentityHashMap<>()));
  }

  private static Node left(Node node, Loss loss, Map<Node, Node> done) {
    Node known = done.get(node);
    if (known != null) {
      return known;
    }
    return switch (node) {
      case Folder folder -> {
        var copy = new Folder();
        done.put(node, copy);
        (loss == Loss.ALL_UNSYNCED ? folder.synced : folder.names)
            .forEach((name, child) -> copy.names.put(name, left(child, loss, done)));
        if (loss == Loss.PROCESS) {
          // what a dead process left unsynced is still unsynced for the next one
          folder.synced.forEach((name, child) -> copy.synced.put(name, left(child, loss, done)));
        } else {
          copy.synced = new TreeMap<>(copy.names);
        }
        yield copy;
      }
      case Content content -> {
        var copy = new Content();
        done.put(node, copy);
        copy.bytes = (loss == Loss.PROCESS ? content.bytes : content.synced).clone();
        copy.synced = (loss == Loss.PROCESS ? content.synced : copy.bytes).clone();
        copy.modified = content.modified;
        yield copy;
      }
    };
  }

  Folder top() {
    return top;
  }

  /// Before every change.
  void step(String what) {
    operations++;
    if (dead || operations >= killAt) {
      dead = true;
      throw new Killed(operations, what);
    }
  }

  void write(Content content, byte[] bytes, long at) {
    step("write");
    int end = Math.toIntExact(at) + bytes.length;
    if (end > content.bytes.length) {
      content.bytes = Arrays.copyOf(content.bytes, end);
    } else {
      content.bytes = content.bytes.clone();
    }
    System.arraycopy(bytes, 0, content.bytes, Math.toIntExact(at), bytes.length);
    content.modified = operations;
  }

  void sync(Node node) {
    step("sync");
    switch (node) {
      case Folder folder -> folder.synced = new TreeMap<>(folder.names);
      case Content content -> content.synced = content.bytes;
    }
  }
}
