package io.bowline.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Versions of everything that took part, since a figure without them says nothing.
final class Versions {
  private Versions() {}

  static Map<String, String> of(Path root) {
    var versions = new TreeMap<String, String>();
    versions.put("bowline", commit(root));
    versions.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    versions.put("load before", load());
    versions.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    return versions;
  }

  /// What else the machine did: figures of a busy one are worth little.
  private static String load() {
    double average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return String.format(Locale.ROOT, "%.1f", average);
  }

  /// The commit of the checkout; a worktree's `.git` is a file that names the real folder.
  private static String commit(Path root) {
    try {
      Path git = root.resolve(".git");
      if (Files.isRegularFile(git)) {
        git = root.resolve(Files.readString(git).strip().replaceFirst("^gitdir: ", ""));
      }
      String head = Files.readString(git.resolve("HEAD")).strip();
      if (!head.startsWith("ref: ")) {
        return head;
      }
      Path ref = Path.of(head.substring(5));
      Path common = git.resolve("commondir");
      Path store = Files.exists(common) ? git.resolve(Files.readString(common).strip()) : git;
      Path file = store.resolve(ref);
      return Files.exists(file) ? Files.readString(file).strip() : packed(store, ref.toString());
    } catch (IOException _) {
      return "not a checkout";
    }
  }

  private static String packed(Path git, String ref) throws IOException {
    return Files.readAllLines(git.resolve("packed-refs")).stream()
        .filter(line -> line.endsWith(" " + ref))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .findFirst()
        .orElse("unknown");
  }
}
