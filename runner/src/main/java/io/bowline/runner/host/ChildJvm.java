package io.bowline.runner.host;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The command of a JVM like this one, with the runner's own classes.
///
/// @param options of the JVM, such as its heap
public record ChildJvm(Class<?> main, List<String> options, List<String> arguments) {
  private static final String EVERY_JAR = File.separator + "*";

  /// Whatever else is asked for.
  static final List<String> LIKE_THIS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  public ChildJvm {
    options = List.copyOf(options);
    arguments = List.copyOf(arguments);
  }

  /// The command that starts it.
  public Command command(Path folder, Limits limits) {
    var argv = new ArrayList<>(LIKE_THIS);
    argv.addAll(options);
    argv.addAll(List.of("-cp", classPath(), main.getName()));
    argv.addAll(arguments);
    return new Command(java(), argv, folder, limits);
  }

  /// The `java` that runs this very process.
  public static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toAbsolutePath();
  }

  /// What this process can load, jars before folders of classes.
  static String classPath() {
    return joined(entries());
  }

  /// The jars of the class path, which come first in it: no archive of classes reads folders.
  static String jars() {
    return joined(entries().stream().filter(entry -> !Files.isDirectory(Path.of(entry))).toList());
  }

  /// Each of them.
  static List<Path> jarFiles() {
    var files = new ArrayList<Path>();
    for (String entry : jars().split(File.pathSeparator, -1)) {
      if (!entry.endsWith(EVERY_JAR)) {
        files.add(Path.of(entry));
        continue;
      }
      File[] found = new File(entry.substring(0, entry.length() - EVERY_JAR.length())).listFiles();
      Stream.of(found == null ? new File[0] : found).sorted().map(File::toPath).forEach(files::add);
    }
    return files;
  }

  private static List<String> entries() {
    String own = Optional.ofNullable(System.getProperty("java.class.path")).orElse("");
    List<String> entries = List.of(own.split(File.pathSeparator, -1));
    Path jar = Path.of(own.isEmpty() ? "." : entries.getFirst()).toAbsolutePath();
    Path home = Optional.ofNullable(jar.getParent()).orElse(jar);
    if (Files.isDirectory(home.resolve("lib/main"))) {
      // packaged: a small jar whose class loader finds the others in folders beside it
      return Stream.of("app", "lib/main", "lib/boot")
          .map(folder -> home.resolve(folder) + EVERY_JAR)
          .toList();
    }
    return entries.stream()
        .sorted(Comparator.comparing(entry -> Files.isDirectory(Path.of(entry))))
        .toList();
  }

  private static String joined(List<String> entries) {
    return String.join(File.pathSeparator, entries);
  }
}
