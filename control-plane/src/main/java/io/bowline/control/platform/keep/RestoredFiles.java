package io.bowline.control.platform.keep;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.TreeSet;

/// Files on their way into a folder that is empty, durable when `sync` returned.
final class RestoredFiles {
  private static final int BUFFER = 256 * 1024;

  private final Path root;
  private final TreeSet<Path> folders = new TreeSet<>();

  RestoredFiles(Path root) {
    this.root = root;
  }

  /// Writes one file that is not there yet.
  ///
  /// @param name relative and checked
  void write(String name, InputStream content) throws IOException {
    Path file = root.resolve(name);
    makeFolders(file);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] buffer = new byte[BUFFER];
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        ByteBuffer rest = ByteBuffer.wrap(buffer, 0, count);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
      }
      channel.force(true);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(file + " is there already; restore into an empty folder", e);
    }
  }

  private void makeFolders(Path file) throws IOException {
    Path folder = file.getParent();
    while (folder != null && folder.startsWith(root) && folders.add(folder)) {
      Files.createDirectories(folder);
      folder = folder.getParent();
    }
  }

  /// Makes the names durable, too.
  void sync() throws IOException {
    for (Path folder : folders) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
