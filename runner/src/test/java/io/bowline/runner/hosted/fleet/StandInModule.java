package io.bowline.runner.hosted.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A module of a cloud without its resources: it takes the same variables, by the very file of the
/// module, and tells the same outputs. What it makes is in Terraform's record alone.
record StandInModule(CloudModule real) implements CloudModule {
  private static final Pattern OUTPUT = Pattern.compile("(?m)^output \"(\\w+)\"");
  private static final Pattern VARIABLE = Pattern.compile("(?m)^variable \"(\\w+)\"");

  @Override
  public boolean isThere() {
    return real.isThere();
  }

  @Override
  public void writeTo(Path folder) {
    String name = ((PackagedModule) real).name();
    String variables = text(name, "variables.tf");
    String outputs =
        OUTPUT
            .matcher(text(name, "outputs.tf"))
            .results()
            .map(found -> found.group(1))
            .map(StandInModule::output)
            .collect(Collectors.joining());
    String inputs =
        variables(real).stream()
            .map(word -> "    %s = var.%s\n".formatted(word, word))
            .collect(Collectors.joining());
    try {
      Files.writeString(folder.resolve("variables.tf"), variables);
      Files.writeString(folder.resolve("outputs.tf"), outputs);
      Files.writeString(
          folder.resolve("main.tf"),
          "resource \"terraform_data\" \"this\" {\n  input = {\n" + inputs + "  }\n}\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The names of the variables that a module takes.
  static List<String> variables(CloudModule module) {
    return VARIABLE
        .matcher(text(((PackagedModule) module).name(), "variables.tf"))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static String output(String word) {
    return "output \"%s\" {\n  value = \"%s of ${terraform_data.this.output.name}\"\n}\n"
        .formatted(word, word);
  }

  private static String text(String module, String file) {
    try (InputStream in = PackagedModule.class.getResourceAsStream(module + "/" + file)) {
      if (in == null) {
        throw new IOException(file + " of " + module + " is not packaged");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
