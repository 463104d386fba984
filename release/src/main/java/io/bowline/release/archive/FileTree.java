package io.bowline.release.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A small folder held in memory: relative paths with `/`, sorted, each checked.
public final class FileTree {
  /// Left out of every package: they belong to tools, not to the author's work.
  private static final Set<String> SKIPPED = Set.of(".git", ".terraform", ".DS_Store", ".idea");

  private final SortedMap<String, TreeFile> files;

  private FileTree(SortedMap<String, TreeFile> files) {
    this.files = Collections.unmodifiableSortedMap(files);
  }

  /// A tree of these files.
  ///
  /// @throws IllegalArgumentException for a path that is not plain and relative
  public static FileTree of(Map<String, TreeFile> files) {
    for (String path : files.keySet()) {
      EntryName.problem(path, ArchiveLimits.CHART_OR_MODULE)
          .ifPresent(wrong -> {
            throw new IllegalArgumentException(path + " " + wrong);
          });
    }
    return new FileTree(new TreeMap<>(files));
  }

  /// Reads a folder; links and special files are refused, since a package has neither.
  public static FileTree ofFolder(Path folder, ArchiveLimits limits) throws IOException {
    FolderReader reader = new FolderReader(folder, limits);
    Files.walkFileTree(folder, reader);
    return new FileTree(reader.files);
  }

  /// Opens a `.tgz` within the limits.
  ///
  /// @throws ArchiveRefused saying what was found
  public static FileTree unpack(byte[] tgz, ArchiveLimits limits) throws IOException {
    return unpack(new ByteArrayInputStream(tgz), limits);
  }

  /// Opens a `.tgz` within the limits.
  ///
  /// @throws ArchiveRefused saying what was found
  public static FileTree unpack(InputStream tgz, ArchiveLimits limits) throws IOException {
    SortedMap<String, TreeFile> files = new TreeMap<>();
    Unpacker.read(tgz, limits, (name, file) -> files.put(name, file));
    return new FileTree(files);
  }

  /// The archive of this tree: the same tree gives the same bytes.
  public byte[] pack() {
    return Packer.pack(files);
  }

  /// Every file by its path.
  public SortedMap<String, TreeFile> files() {
    return files;
  }

  /// The file of this path, if there is one.
  public @Nullable TreeFile file(String path) {
    return files.get(path);
  }

  /// What lies below a folder, with paths relative to it.
  public FileTree below(String folder) {
    String prefix = folder + "/";
    return new FileTree(
        files.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(prefix))
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().substring(prefix.length()),
                    Map.Entry::getValue,
                    (a, _) -> a,
                    TreeMap::new)));
  }

  /// The same files, one folder deeper.
  public FileTree under(String folder) {
    SortedMap<String, TreeFile> deeper = new TreeMap<>();
    files.forEach((path, file) -> deeper.put(folder + "/" + path, file));
    return of(deeper);
  }

  /// The names at the top.
  public Set<String> roots() {
    return files.keySet().stream()
        .map(path -> path.contains("/") ? path.substring(0, path.indexOf('/')) : path)
        .collect(Collectors.toCollection(java.util.TreeSet::new));
  }

  /// Writes every file below a folder that exists; a file that is there already is an error.
  public void writeTo(Path folder) throws IOException {
    for (Map.Entry<String, TreeFile> entry : files.entrySet()) {
      Path target = folder.resolve(entry.getKey());
      Files.createDirectories(target.getParent());
      Files.write(target, entry.getValue().bytes(), StandardOpenOption.CREATE_NEW);
      if (entry.getValue().executable() && !target.toFile().setExecutable(true, true)) {
        throw new IOException("cannot make " + target + " executable");
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileTree tree && files.equals(tree.files);
  }

  @Override
  public int hashCode() {
    return files.hashCode();
  }

  @Override
  public String toString() {
    return files.size() + " files";
  }

  private static final class FolderReader extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final ArchiveLimits limits;
    private final SortedMap<String, TreeFile> files = new TreeMap<>();
    private long total;

    FolderReader(Path folder, ArchiveLimits limits) {
      this.folder = folder;
      this.limits = limits;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
      return !at.equals(folder) && SKIPPED.contains(at.getFileName().toString())
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (SKIPPED.contains(file.getFileName().toString())) {
        return FileVisitResult.CONTINUE;
      }
      String path = folder.relativize(file).toString().replace('\\', '/');
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new ArchiveRefused(path + " is a link or a special file; a package has plain files");
      }
      total += attributes.size();
      if (total > limits.expandedBytes() || files.size() >= limits.entries()) {
        throw new ArchiveRefused(
            folder.getFileName()
                + " holds more than "
                + limits.entries()
                + " files or "
                + limits.expandedBytes()
                + " bytes");
      }
      var wrong = EntryName.problem(path, limits);
      if (wrong.isPresent()) {
        throw new ArchiveRefused(path + " " + wrong.get());
      }
      files.put(path, new TreeFile(Files.readAllBytes(file), Files.isExecutable(file)));
      return FileVisitResult.CONTINUE;
    }
  }
}
