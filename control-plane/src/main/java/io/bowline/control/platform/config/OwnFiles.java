package io.bowline.control.platform.config;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/// Lists the files that this module brings along, from its jar or from its classes folder.
public final class OwnFiles {
  private OwnFiles() {}

  /// Names of all files under a folder, as the class loader knows them.
  public static List<String> under(String folder) throws IOException {
    Path source = source();
    if (Files.isDirectory(source)) {
      Path start = source.resolve(folder);
      try (Stream<Path> files = Files.walk(start)) {
        return files
            .filter(Files::isRegularFile)
            .map(file -> source.relativize(file).toString().replace('\\', '/'))
            .sorted()
            .toList();
      }
    }
    try (JarFile jar = new JarFile(source.toFile())) {
      return jar.stream()
          .map(JarEntry::getName)
          .filter(name -> name.startsWith(folder + "/") && !name.endsWith("/"))
          .sorted()
          .toList();
    }
  }

  private static Path source() throws IOException {
    try {
      return Path.of(OwnFiles.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException("this program's own files are not on disk", e);
    }
  }
}
