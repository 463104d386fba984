package io.bowline.installer.blueprint;

import java.util.List;
import java.util.stream.Collectors;

/// Values as Terraform's language writes them.
final class Hcl {
  private Hcl() {}

  /// A text, with nothing in it that would be worked out.
  static String text(String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return '"' + escaped.replace("${", "$${").replace("%{", "%%{") + '"';
  }

  static String texts(List<String> values) {
    return values.stream().map(Hcl::text).collect(Collectors.joining(", ", "[", "]"));
  }
}
