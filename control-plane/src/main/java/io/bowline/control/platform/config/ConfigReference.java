package io.bowline.control.platform.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The reference of all configuration keys, read from the interfaces that read them.
public final class ConfigReference {
  /// One key.
  ///
  /// @param standard the value where none is set; empty when there is none
  public record Key(String name, String standard, String text) {}

  private ConfigReference() {}

  /// All keys, in order of their names.
  public static List<Key> keys() throws IOException {
    return UnknownKeys.mappings().stream()
        .flatMap(ConfigReference::keysOf)
        .sorted(Comparator.comparing(Key::name))
        .toList();
  }

  private static Stream<Key> keysOf(Class<?> type) {
    String prefix = type.getAnnotation(ConfigMapping.class).prefix();
    return Stream.of(type.getDeclaredMethods())
        .filter(method -> method.getParameterCount() == 0 && !method.isDefault())
        .map(method -> key(prefix, method));
  }

  private static Key key(String prefix, Method method) {
    WithName named = method.getAnnotation(WithName.class);
    WithDefault standard = method.getAnnotation(WithDefault.class);
    Explained explained = method.getAnnotation(Explained.class);
    if (explained == null) {
      throw new IllegalStateException(method + " lacks @Explained");
    }
    return new Key(
        prefix + "." + (named == null ? dashed(method.getName()) : named.value()),
        standard == null ? "" : standard.value(),
        explained.value());
  }

  private static String dashed(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  /// The page for `docs/configuration.md`.
  public static String markdown() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Configuration of the control plane

            Made from the code by `ConfigurationReferenceTest`; do not edit. Every key can be given
            as a system property, as an environment variable (`bowline.http.port` is
            `BOWLINE_HTTP_PORT`) or in `config/application.properties` beside the program. A key
            that is not listed here stops the start.

            """);
    page.append("| key | standard | what it does |\n|---|---|---|\n");
    for (Key key : keys()) {
      page.append(
          "| `%s` | %s | %s |\n"
              .formatted(
                  key.name(),
                  key.standard().isEmpty() ? "" : "`" + key.standard() + "`",
                  key.text().replace("|", "\\|")));
    }
    return page.toString();
  }
}
