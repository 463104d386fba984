package io.bowline.control.platform.net;

import io.bowline.control.platform.StartupFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A port to listen on.
///
/// @param use what it is for, as people read it
/// @param key the configuration key that sets it
public record Port(String use, String host, int number, String key) {
  private static final String LISTENING = "0A";
  private static final int STATE_COLUMN = 3;
  private static final int INODE_COLUMN = 9;

  /// Fails when somebody holds it, saying who. Port 0 is always free.
  public void check() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, number));
    } catch (IOException e) {
      throw taken(e);
    }
  }

  /// The failure to report when it cannot be bound.
  public StartupFailure taken(Throwable cause) {
    return new StartupFailure(
        "Port %d (%s) on %s cannot be bound: %s. Free it, or set %s."
            .formatted(number, use, host, reason(cause), key),
        cause);
  }

  private String reason(Throwable cause) {
    return holder(number)
        .map(pid -> "process " + pid + describe(pid) + " holds it")
        .orElseGet(() -> String.valueOf(cause.getMessage()));
  }

  private static String describe(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().command())
        .map(command -> " (" + Path.of(command).getFileName() + ")")
        .orElse("");
  }

  /// The process that listens on a port, where the system shows it.
  static Optional<Long> holder(int port) {
    return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
        .map(Path::of)
        .filter(Files::isReadable)
        .flatMap(table -> inode(table, port).stream())
        .flatMap(inode -> owner("socket:[" + inode + "]").stream())
        .findFirst();
  }

  private static Optional<String> inode(Path table, int port) {
    String suffix = ":%04X".formatted(port);
    try (Stream<String> lines = Files.lines(table)) {
      return lines
          .map(line -> line.strip().split("\\s+", -1))
          .filter(columns -> columns.length > INODE_COLUMN)
          .filter(columns -> columns[1].toUpperCase(Locale.ROOT).endsWith(suffix))
          .filter(columns -> columns[STATE_COLUMN].equals(LISTENING))
          .map(columns -> columns[INODE_COLUMN])
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> owner(String socket) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process, socket)) {
          return Optional.of(Long.parseLong(process.getFileName().toString()));
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /// Other people's processes do not show their files; those are passed over.
  private static boolean holds(Path process, String socket) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        if (Files.isSymbolicLink(file) && Files.readSymbolicLink(file).toString().equals(socket)) {
          return true;
        }
      }
    } catch (IOException e) {
      return false;
    }
    return false;
  }
}
