package io.bowline.runner.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The command of a JVM like this one, with the runner's own classes.
///
/// @param options of the JVM, such as its heap
public record ChildJvm(Class<?> main, List<String> options, List<String> arguments) {
  public ChildJvm {
    options = List.copyOf(options);
    arguments = List.copyOf(arguments);
  }

  /// The command that starts it.
  public Command command(Path folder, Limits limits) {
    var argv = new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    argv.addAll(options);
    argv.addAll(List.of("-cp", classPath(), main.getName()));
    argv.addAll(arguments);
    return new Command(java(), argv, folder, limits);
  }

  /// The `java` that runs this very process.
  public static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toAbsolutePath();
  }

  /// What this process can load. The packaged runner is started by a small jar whose class loader
  /// finds the others in folders beside it.
  static String classPath() {
    String own = Optional.ofNullable(System.getProperty("java.class.path")).orElse("");
    Path jar = Path.of(own.isEmpty() ? "." : own.split(":", 2)[0]).toAbsolutePath();
    Path home = Optional.ofNullable(jar.getParent()).orElse(jar);
    if (!Files.isDirectory(home.resolve("lib/main"))) {
      return own;
    }
    return "%s/app/*:%s/lib/main/*:%s/lib/boot/*".formatted(home, home, home);
  }
}
