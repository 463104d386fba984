package io.bowline.release.lint;

import io.bowline.model.release.InputSpec;
import io.bowline.model.release.Release;
import io.bowline.release.template.Inputs;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// With which inputs a release's charts are looked at: the defaults, each switch the other way
/// round, and the sets that its author names.
final class InputSets {
  private final Release release;
  private final Map<String, Map<String, String>> sets = new LinkedHashMap<>();

  InputSets(Release release, LintSettings settings, Findings findings) {
    this.release = release;
    sets.put("", Map.of());
    for (InputSpec input : release.inputs()) {
      if (input.type() == InputSpec.Type.BOOLEAN) {
        String other = input.defaultValue().orElse("true").equals("true") ? "false" : "true";
        sets.put(input.name() + "=" + other, Map.of(input.name(), other));
      }
    }
    settings
        .inputs()
        .forEach((name, values) -> {
          if (Inputs.check(release.inputs(), complete(values, "example"))
              instanceof Inputs.Checked.Bad(List<String> problems)) {
            problems.forEach(p -> findings.fault(LintSettings.FILE, 0, "inputs." + name, p));
          } else {
            sets.put(name, values);
          }
        });
  }

  Iterable<String> names() {
    return sets.keySet();
  }

  /// A set's inputs, with examples where neither it nor the release has a value.
  ///
  /// @param namespace of the component, where its Secrets are
  Inputs.Checked of(String name, String namespace) {
    return Inputs.check(release.inputs(), complete(sets.getOrDefault(name, Map.of()), namespace));
  }

  private Map<String, String> complete(Map<String, String> given, String namespace) {
    Map<String, String> whole = new HashMap<>(given);
    for (InputSpec input : release.inputs()) {
      if (input.defaultValue().isEmpty()) {
        whole.putIfAbsent(input.name(), example(input.type(), namespace));
      }
    }
    return whole;
  }

  private static String example(InputSpec.Type type, String namespace) {
    return switch (type) {
      case STRING -> "example";
      case INTEGER -> "1";
      case BOOLEAN -> "true";
      case SECRET -> namespace + "/example#example";
    };
  }
}
