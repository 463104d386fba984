package io.bowline.cli.command;

import io.bowline.cloud.Field;
import io.bowline.cloud.ProviderType;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;

/// Puts what has to be done at each cloud below the help of a command.
final class ProviderInstructions implements IModelTransformer {
  @Override
  public CommandSpec transform(CommandSpec command) {
    var lines = new ArrayList<String>();
    ProviderType.all().forEach(type -> lines.addAll(of(type)));
    command.usageMessage().footer(lines.toArray(String[]::new));
    return command;
  }

  private static List<String> of(ProviderType type) {
    var lines = new ArrayList<String>();
    lines.add("");
    lines.add(
        "%s (--type %s)%s"
            .formatted(
                type.name(),
                type.cloud().text(),
                type.status()
                    .map(status -> ", " + status.toLowerCase(java.util.Locale.ROOT))
                    .orElse("")));
    int step = 1;
    lines.add("  %d. Sign in, or create an account: %s".formatted(step++, type.account()));
    for (String instruction : type.instructions()) {
      lines.add("  %d. %s".formatted(step++, instruction));
    }
    lines.add("  Fields:");
    for (Field field : type.fields()) {
      lines.add(
          "    %s%s  %s"
              .formatted(field.name(), field.required() ? "" : " (optional)", field.description()));
    }
    return lines;
  }
}
