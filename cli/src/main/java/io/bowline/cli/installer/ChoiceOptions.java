package io.bowline.cli.installer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/// What is chosen of a door's parameters before it is rendered.
final class ChoiceOptions {
  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = {
        "A parameter of the template, as tunnel_cidr=100.64.0.0/24 or",
        "declared_targets=192.0.2.10/32:5432; several times."
      })
  private Map<String, String> set = new LinkedHashMap<>();

  /// Sets one more.
  void put(String name, String value) {
    set.put(name, value);
  }

  /// As the API asks for it.
  Map<String, String> query() {
    return set.isEmpty()
        ? Map.of()
        : Map.of(
            "set",
            set.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(" ")));
  }
}
