package io.bowline.control.app;

import io.bowline.control.platform.StartupFailure;
import io.bowline.control.platform.config.UnknownKeys;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where the process begins: reads its arguments, then serves. What keeps it from starting is said
/// in one line.
@QuarkusMain
public final class Main {
  /// Where Quarkus looks for it, too.
  private static final Path CONFIG_FILE = Path.of("config", "application.properties");

  private Main() {}

  public static void main(String... args) {
    try {
      Arguments.read(args).forEach(System::setProperty);
      refuseUnknownKeys();
      Quarkus.run(Serving.class, Main::ended);
    } catch (StartupFailure e) {
      fail(e);
    }
  }

  private static void refuseUnknownKeys() {
    try {
      Set<String> given = new HashSet<>(System.getProperties().stringPropertyNames());
      given.addAll(fromFile().stringPropertyNames());
      Set<String> unknown = UnknownKeys.among(given, System.getenv().keySet());
      if (!unknown.isEmpty()) {
        throw new StartupFailure(
            "Unknown configuration: %s. docs/configuration.md lists all keys."
                .formatted(String.join(", ", unknown)));
      }
    } catch (IOException e) {
      throw new StartupFailure("This program cannot read its own files: " + e.getMessage(), e);
    }
  }

  private static Properties fromFile() throws IOException {
    Properties properties = new Properties();
    if (Files.exists(CONFIG_FILE)) {
      try (Reader reader = Files.newBufferedReader(CONFIG_FILE)) {
        properties.load(reader);
      }
    }
    return properties;
  }

  private static void ended(Integer code, @Nullable Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof StartupFailure failure) {
        fail(failure);
        return;
      }
    }
    ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(code, cause);
  }

  private static void fail(StartupFailure failure) {
    System.err.println("bowline: " + failure.getMessage());
    System.exit(1);
  }
}
