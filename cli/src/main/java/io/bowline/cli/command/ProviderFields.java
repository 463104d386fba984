package io.bowline.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.SecretText;
import io.bowline.cli.session.Shell;
import io.bowline.cloud.Field;
import io.bowline.cloud.ProviderType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where the fields of a provider's configuration come from. A secret is never an argument.
final class ProviderFields {
  @Option(
      names = "--set",
      paramLabel = "FIELD=VALUE",
      description = "A field that is no secret; may be given several times.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--from",
      paramLabel = "FIELD=SOURCE",
      description =
          "A field from a file, from standard input (-) or from a variable (env:NAME); may be"
              + " given several times.")
  private Map<String, String> from = new LinkedHashMap<>();

  /// All fields of a new configuration; required ones that are not named are asked for, where
  /// somebody sits at a terminal.
  ObjectNode whole(Shell shell, ProviderType type) {
    ObjectNode configuration = named(shell, type);
    for (Field field : type.fields()) {
      if (field.required() && !configuration.has(field.name())) {
        configuration.put(field.name(), asked(shell, field));
      }
    }
    return configuration;
  }

  /// The fields that the command line names.
  ObjectNode named(Shell shell, ProviderType type) {
    ObjectNode configuration = JsonNodeFactory.instance.objectNode();
    set.forEach((name, value) -> {
      if (field(type, name).shows() == Field.Shows.NOTHING) {
        throw new CliFailure(
            Exit.USAGE,
            "%s is a secret, and arguments are seen by others; use --from %s=FILE, %s=- or %s=env:NAME"
                .formatted(name, name, name, name));
      }
      configuration.put(name, value);
    });
    from.forEach((name, source) -> {
      if (configuration.has(name)) {
        throw new CliFailure(Exit.USAGE, name + " is given by --set and by --from");
      }
      configuration.put(field(type, name).name(), SecretText.from(shell, source).reveal());
    });
    return configuration;
  }

  private static Field field(ProviderType type, String name) {
    return type.field(name)
        .orElseThrow(() ->
            new CliFailure(
                Exit.USAGE,
                "%s has no field %s; it has %s"
                    .formatted(
                        type.cloud().text(),
                        name,
                        String.join(", ", type.fields().stream().map(Field::name).toList()))));
  }

  private static String asked(Shell shell, Field field) {
    Optional<String> typed =
        field.form() == Field.Form.LINE
            ? shell
                .world()
                .ask(
                    field.name() + " (" + field.description() + "): ",
                    field.shows() == Field.Shows.NOTHING)
            : Optional.empty();
    return typed.orElseThrow(() ->
        new CliFailure(
            Exit.USAGE,
            "%s is missing: %s Give it with %s"
                .formatted(
                    field.name(),
                    field.description(),
                    field.shows() == Field.Shows.NOTHING
                        ? "--from " + field.name() + "=FILE"
                        : "--set " + field.name() + "=VALUE")));
  }
}
