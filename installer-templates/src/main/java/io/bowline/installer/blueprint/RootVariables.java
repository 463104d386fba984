package io.bowline.installer.blueprint;

import io.bowline.installer.Parameter;
import io.bowline.installer.Parameter.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The variables of a configuration, out of the parameter model: each text is held to its form
/// before anything is asked or made, however it was put in.
final class RootVariables {
  private RootVariables() {}

  /// As the file `variables.tf`.
  ///
  /// @param known values that an install has already
  static String file(List<Parameter> parameters, Map<String, String> known) {
    var text = new StringBuilder("# What may be chosen. Rendered: change values, not this file.\n");
    for (Parameter each : parameters) {
      text.append(one(each, Optional.ofNullable(known.get(each.name())).or(each::standard)));
    }
    return text.toString();
  }

  private static String one(Parameter parameter, Optional<String> value) {
    return """

    variable "%s" {
      description = %s
      type        = string
    %s
      validation {
        condition     = %s
        error_message = %s
      }
    }
    """
        .formatted(
            parameter.name(),
            Hcl.text(parameter.help()),
            value.map(known -> "  default     = " + Hcl.text(known) + "\n").orElse(""),
            condition(parameter),
            Hcl.text(sentence(parameter)));
  }

  private static String condition(Parameter parameter) {
    String form = Hcl.text("^(?:" + parameter.constraint() + ")$");
    return parameter.kind() == Kind.LIST
        ? "alltrue([for each in split(\",\", var.%s) : can(regex(%s, trimspace(each)))])"
            .formatted(parameter.name(), form)
        : "can(regex(%s, var.%s))".formatted(form, parameter.name());
  }

  /// Terraform of some versions wants a sentence that ends like one.
  private static String sentence(Parameter parameter) {
    String refusal = parameter.refusal();
    return "%s: %s%s".formatted(parameter.name(), refusal, refusal.endsWith(".") ? "" : ".");
  }
}
