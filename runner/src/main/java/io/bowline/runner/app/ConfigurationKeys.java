package io.bowline.runner.app;

import io.bowline.runner.hosted.HostedSettings;
import io.bowline.runner.link.LinkSettings;
import io.bowline.runner.plan.PlanSettings;
import io.bowline.runner.readiness.FleetSettings;
import io.bowline.runner.step.image.RegistrySettings;
import io.bowline.runner.telemetry.TelemetrySettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertyName;
import io.smallrye.config.WithName;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// All keys that this runner knows; another one under `bowline.` is a mistake that stops the start.
final class ConfigurationKeys {
  /// Every mapping of this module; a test sees to it that none is missing.
  static final List<Class<?>> MAPPINGS =
      List.of(
          FleetSettings.class,
          HostedSettings.class,
          LinkSettings.class,
          PlanSettings.class,
          RegistrySettings.class,
          RunnerSettings.class,
          TelemetrySettings.class);

  private static final String PREFIX = "bowline.";

  private ConfigurationKeys() {}

  /// Names of the keys, with `*` where a name is free.
  static Set<String> known() {
    var names = new TreeSet<String>();
    for (Class<?> mapping : MAPPINGS) {
      keys(mapping.getAnnotation(ConfigMapping.class).prefix(), mapping, names);
    }
    return names;
  }

  private static void keys(String prefix, Class<?> mapping, Set<String> names) {
    for (Method method : mapping.getMethods()) {
      String key = key(prefix, method);
      Class<?> type = method.getReturnType();
      if (type.isInterface() && type.getPackageName().startsWith("io.bowline")) {
        keys(key, type, names);
      } else {
        names.add(Map.class.isAssignableFrom(type) ? key + ".*" : key);
      }
    }
  }

  private static String key(String prefix, Method method) {
    WithName given = method.getAnnotation(WithName.class);
    String name =
        given != null
            ? given.value()
            : method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    return prefix + "." + name;
  }

  /// Those of these names that are under `bowline.` and unknown.
  static List<String> unknown(Iterable<String> properties, Map<String, String> environment) {
    Set<PropertyName> known = known().stream().map(PropertyName::new).collect(Collectors.toSet());
    var unknown = new TreeSet<String>();
    for (String name : properties) {
      if (name.startsWith(PREFIX) && !known.contains(new PropertyName(name))) {
        unknown.add(name);
      }
    }
    Set<String> variables =
        known().stream().map(ConfigurationKeys::variable).collect(Collectors.toSet());
    Set<String> prefixes =
        MAPPINGS.stream()
            .map(mapping -> variable(mapping.getAnnotation(ConfigMapping.class).prefix()) + "_")
            .collect(Collectors.toSet());
    environment.keySet().stream()
        .filter(name -> prefixes.stream().anyMatch(name::startsWith))
        .filter(name -> !variables.contains(name))
        .forEach(unknown::add);
    return List.copyOf(unknown);
  }

  private static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
