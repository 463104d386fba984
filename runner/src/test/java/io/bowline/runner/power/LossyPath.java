package io.bowline.runner.power;

import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/// A path on a disk that loses what is not synced.
public final class LossyPath implements Path {
  private final LossyFileSystem files;
  private final boolean absolute;
  private final List<String> names;

  LossyPath(LossyFileSystem files, String text) {
    this(
        files,
        text.startsWith("/"),
        Arrays.stream(text.split("/")).filter(name -> !name.isEmpty()).toList());
  }

  private LossyPath(LossyFileSystem files, boolean absolute, List<String> names) {
    this.files = files;
    this.absolute = absolute;
    this.names = List.copyOf(names);
  }

  private LossyPath with(boolean isAbsolute, List<String> parts) {
    return new LossyPath(files, isAbsolute, parts);
  }

  static LossyPath of(Path path) {
    if (path instanceof LossyPath lossy) {
      return lossy;
    }
    throw new ProviderMismatchException(path.toString());
  }

  List<String> names() {
    return names;
  }

  @Override
  public LossyFileSystem getFileSystem() {
    return files;
  }

  @Override
  public boolean isAbsolute() {
    return absolute;
  }

  @Override
  public Path getRoot() {
    return absolute ? with(true, List.of()) : null;
  }

  @Override
  public Path getFileName() {
    return names.isEmpty() ? null : with(false, List.of(names.getLast()));
  }

  @Override
  public Path getParent() {
    if (names.isEmpty() || (names.size() == 1 && !absolute)) {
      return null;
    }
    return with(absolute, names.subList(0, names.size() - 1));
  }

  @Override
  public int getNameCount() {
    return names.size();
  }

  @Override
  public Path getName(int index) {
    return with(false, List.of(names.get(index)));
  }

  @Override
  public Path subpath(int from, int until) {
    return with(false, names.subList(from, until));
  }

  @Override
  public boolean startsWith(Path other) {
    LossyPath start = of(other);
    return absolute == start.absolute
        && names.size() >= start.names.size()
        && names.subList(0, start.names.size()).equals(start.names);
  }

  @Override
  public boolean endsWith(Path other) {
    LossyPath end = of(other);
    return names.size() >= end.names.size()
        && names.subList(names.size() - end.names.size(), names.size()).equals(end.names);
  }

  @Override
  public Path normalize() {
    Deque<String> plain = new ArrayDeque<>();
    for (String name : names) {
      if (name.equals("..")) {
        plain.pollLast();
      } else if (!name.equals(".")) {
        plain.addLast(name);
      }
    }
    return with(absolute, List.copyOf(plain));
  }

  @Override
  public Path resolve(Path other) {
    LossyPath next = of(other);
    return next.absolute
        ? next
        : with(absolute, Stream.concat(names.stream(), next.names.stream()).toList());
  }

  @Override
  public Path resolve(String other) {
    return resolve(new LossyPath(files, other));
  }

  @Override
  public Path relativize(Path other) {
    LossyPath to = of(other);
    if (!to.startsWith(this)) {
      throw new IllegalArgumentException(other + " is not below " + this);
    }
    return with(false, to.names.subList(names.size(), to.names.size()));
  }

  @Override
  public URI toUri() {
    return URI.create("lossy:" + this);
  }

  @Override
  public Path toAbsolutePath() {
    return absolute ? this : with(true, names);
  }

  @Override
  public Path toRealPath(LinkOption... options) {
    return toAbsolutePath().normalize();
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compareTo(Path other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LossyPath path
        && path.absolute == absolute
        && path.names.equals(names)
        && path.files == files;
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return (absolute ? "/" : "") + String.join("/", names);
  }
}
