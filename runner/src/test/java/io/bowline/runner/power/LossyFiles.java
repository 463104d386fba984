package io.bowline.runner.power;

import io.bowline.runner.power.Disk.Content;
import io.bowline.runner.power.Disk.Folder;
import io.bowline.runner.power.Disk.Node;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What can be done with the files of a disk.
final class LossyFiles extends FileSystemProvider {
  private static Disk disk(Path path) {
    return LossyPath.of(path).getFileSystem().disk();
  }

  private static Optional<Node> find(Path path) {
    Node at = disk(path).top();
    for (String name : LossyPath.of(path.toAbsolutePath().normalize()).names()) {
      Node next = at instanceof Folder folder ? folder.names.get(name) : null;
      if (next == null) {
        return Optional.empty();
      }
      at = next;
    }
    return Optional.of(at);
  }

  private static Node get(Path path) throws NoSuchFileException {
    return find(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
  }

  private static Folder above(Path path) throws IOException {
    Path parent = path.toAbsolutePath().normalize().getParent();
    if (parent == null || !(get(parent) instanceof Folder folder)) {
      throw new NotDirectoryException(String.valueOf(parent));
    }
    return folder;
  }

  private static String name(Path path) {
    return LossyPath.of(path.toAbsolutePath().normalize()).names().getLast();
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    Disk disk = disk(path);
    synchronized (disk) {
      Optional<Node> there = find(path);
      boolean writes =
          options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
      if (there.isEmpty()) {
        if (!writes
            || (!options.contains(StandardOpenOption.CREATE)
                && !options.contains(StandardOpenOption.CREATE_NEW))) {
          throw new NoSuchFileException(path.toString());
        }
        disk.step("create " + path);
        var content = new Content();
        above(path).names.put(name(path), content);
        return new LossyChannel(disk, content, 0);
      }
      if (options.contains(StandardOpenOption.CREATE_NEW)) {
        throw new FileAlreadyExistsException(path.toString());
      }
      if (there.get() instanceof Content content
          && options.contains(StandardOpenOption.TRUNCATE_EXISTING)
          && content.bytes.length > 0) {
        disk.step("truncate " + path);
        content.bytes = new byte[0];
      }
      return new LossyChannel(disk, there.get(), 0);
    }
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    if (get0(path) instanceof Folder) {
      throw new FileSystemException(path.toString(), null, "Is a directory");
    }
    return newFileChannel(path, options, attributes);
  }

  private static Node get0(Path path) {
    return find(path).orElseGet(Content::new);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path dir, DirectoryStream.Filter<? super Path> filter) throws IOException {
    if (!(get(dir) instanceof Folder folder)) {
      throw new NotDirectoryException(dir.toString());
    }
    List<Path> paths = folder.names.keySet().stream().map(dir::resolve).toList();
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return paths.iterator();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void createDirectory(Path dir, FileAttribute<?>... attributes) throws IOException {
    Disk disk = disk(dir);
    synchronized (disk) {
      if (find(dir).isPresent()) {
        throw new FileAlreadyExistsException(dir.toString());
      }
      Folder above = above(dir);
      disk.step("mkdir " + dir);
      above.names.put(name(dir), new Folder());
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    Disk disk = disk(path);
    synchronized (disk) {
      if (get(path) instanceof Folder folder && !folder.names.isEmpty()) {
        throw new DirectoryNotEmptyException(path.toString());
      }
      disk.step("delete " + path);
      above(path).names.remove(name(path));
    }
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) throws IOException {
    Disk disk = disk(from);
    synchronized (disk) {
      byte[] bytes = ((Content) get(from)).bytes;
      disk.step("copy to " + to);
      var content = new Content();
      above(to).names.put(name(to), content);
      disk.write(content, bytes, 0);
    }
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    Disk disk = disk(from);
    synchronized (disk) {
      Node moved = get(from);
      Optional<Node> there = find(to);
      boolean replaces =
          List.of(options).contains(StandardCopyOption.REPLACE_EXISTING)
              || List.of(options).contains(StandardCopyOption.ATOMIC_MOVE);
      if (there.isPresent() && !replaces) {
        throw new FileAlreadyExistsException(to.toString());
      }
      if (there.orElse(moved) instanceof Folder folder
          && there.isPresent()
          && !folder.names.isEmpty()) {
        throw new DirectoryNotEmptyException(to.toString());
      }
      disk.step("move to " + to);
      above(from).names.remove(name(from));
      above(to).names.put(name(to), moved);
    }
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    Node _ = get(path);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return type.cast(new Attributes(get(path)));
  }

  private record Attributes(Node node) implements BasicFileAttributes {
    @Override
    public FileTime lastModifiedTime() {
      return FileTime.fromMillis(node instanceof Content content ? content.modified : 0);
    }

    @Override
    public FileTime lastAccessTime() {
      return lastModifiedTime();
    }

    @Override
    public FileTime creationTime() {
      return lastModifiedTime();
    }

    @Override
    public boolean isRegularFile() {
      return node instanceof Content;
    }

    @Override
    public boolean isDirectory() {
      return node instanceof Folder;
    }

    @Override
    public boolean isSymbolicLink() {
      return false;
    }

    @Override
    public boolean isOther() {
      return false;
    }

    @Override
    public long size() {
      return node instanceof Content content ? content.bytes.length : 0;
    }

    @Override
    public Object fileKey() {
      return node;
    }
  }

  @Override
  public String getScheme() {
    return "lossy";
  }

  @Override
  public boolean isSameFile(Path one, Path other) {
    return one.equals(other);
  }

  @Override
  public boolean isHidden(Path path) {
    return false;
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileStore getFileStore(Path path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options) {
    throw new UnsupportedOperationException();
  }
}
