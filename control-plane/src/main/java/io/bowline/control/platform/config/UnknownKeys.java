package io.bowline.control.platform.config;

import io.smallrye.config.ConfigMapping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Finds keys that nobody reads: a misspelt one must not be passed over in silence.
public final class UnknownKeys {
  /// Names that the launcher and the tests read, which share the prefix with our variables.
  private static final Pattern NOT_OURS =
      Pattern.compile(
          "BOWLINE_(JAVA_HOME|HOME|ROOT|PARTS|CACHE|E2E_.*|RUNNER_.*|CLI_.*|TOKEN|URL)");

  private UnknownKeys() {}

  /// The unknown ones among properties (`bowline.x.y`) and environment variables (`BOWLINE_X_Y`).
  public static Set<String> among(Set<String> properties, Set<String> variables)
      throws IOException {
    List<String> known = ConfigReference.keys().stream().map(ConfigReference.Key::name).toList();
    List<String> asVariables = known.stream().map(UnknownKeys::asVariable).toList();
    Set<String> unknown = new TreeSet<>();
    for (String property : properties) {
      if (property.startsWith("bowline.") && !known.contains(property)) {
        unknown.add(property);
      }
    }
    for (String variable : variables) {
      if (variable.startsWith("BOWLINE_")
          && !NOT_OURS.matcher(variable).matches()
          && !asVariables.contains(variable)) {
        unknown.add(variable);
      }
    }
    return unknown;
  }

  private static String asVariable(String property) {
    return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  /// All interfaces of this module that say what configuration there is.
  static List<Class<?>> mappings() throws IOException {
    List<Class<?>> found = new ArrayList<>();
    for (String file : OwnFiles.under("io/bowline/control")) {
      if (file.endsWith("Settings.class")) {
        Class<?> type = load(file.substring(0, file.length() - ".class".length()));
        if (type.isAnnotationPresent(ConfigMapping.class)) {
          found.add(type);
        }
      }
    }
    return found;
  }

  private static Class<?> load(String path) throws IOException {
    try {
      return Class.forName(path.replace('/', '.'), false, UnknownKeys.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IOException("this program lacks a class of its own", e);
    }
  }
}
