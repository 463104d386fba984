package io.bowline.control.platform;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Says who has a port that we wanted, as far as the operating system lets us see it.
public final class PortHolder {
  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private PortHolder() {}

  /// The failure for the person who started us: what, which port, who has it, what to do.
  ///
  /// @param listener what people call it, as `runner link`
  /// @param key the configuration key that moves it
  public static StartupFailure failure(String listener, int port, String key, IOException why) {
    String who = of(port).map(holder -> "it is held by " + holder).orElse(reason(why));
    return new StartupFailure(
        "The %s cannot listen on port %d: %s. Stop that process, or set %s to another port."
            .formatted(listener, port, who, key),
        why);
  }

  private static String reason(IOException why) {
    return String.valueOf(why.getMessage());
  }

  /// The process that listens on this port; empty when it cannot be told.
  public static Optional<String> of(int port) {
    try {
      Set<String> inodes = new HashSet<>();
      for (String table : new String[] {"net/tcp", "net/tcp6"}) {
        collect(PROC.resolve(table), port, inodes);
      }
      return inodes.isEmpty() ? Optional.empty() : process(inodes);
    } catch (IOException e) {
      return Optional.empty(); // not Linux, or not for our eyes
    }
  }

  private static void collect(Path table, int port, Set<String> inodes) throws IOException {
    if (!Files.isReadable(table)) {
      return;
    }
    String suffix = ":%04X".formatted(port).toUpperCase(Locale.ROOT);
    for (String line : Files.readAllLines(table)) {
      String[] columns = line.strip().split("\\s+", INODE + 2);
      if (columns.length > INODE
          && columns[LOCAL_ADDRESS].endsWith(suffix)
          && columns[STATE].equals(LISTENING)) {
        inodes.add("socket:[" + columns[INODE] + "]");
      }
    }
  }

  private static Optional<String> process(Set<String> inodes) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process.resolve("fd"), inodes)) {
          return Optional.of("process " + process.getFileName() + name(process));
        }
      }
    }
    return Optional.of("a process of another user");
  }

  private static boolean holds(Path descriptors, Set<String> inodes) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
      for (Path one : open) {
        if (Files.isSymbolicLink(one) && inodes.contains(Files.readSymbolicLink(one).toString())) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false; // another user's process, or one that just ended
    }
  }

  private static String name(Path process) {
    try {
      return " (" + Files.readString(process.resolve("comm")).strip() + ")";
    } catch (IOException e) {
      return "";
    }
  }
}
