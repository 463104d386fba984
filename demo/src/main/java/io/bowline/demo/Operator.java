package io.bowline.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.cli.Bowline;
import io.bowline.cli.platform.World;
import io.bowline.cli.session.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The vendor's operator: runs CLI commands, as a person would type them.
final class Operator {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Map<String, String> environment;

  /// @param environment the variables that tell the CLI where the server is and who calls
  Operator(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
  }

  /// Runs a command and reads its JSON.
  ///
  /// @throws StepFailed with the CLI's own line when it fails
  JsonNode ask(String... command) throws IOException {
    var withFormat = new ArrayList<>(List.of(command));
    withFormat.add("-o");
    withFormat.add("json");
    String text = run(withFormat.toArray(String[]::new));
    return JSON.readTree(text.isBlank() ? "{}" : text);
  }

  /// Runs a command.
  ///
  /// @return what it printed
  /// @throws StepFailed with the CLI's own line when it fails
  String run(String... command) {
    Ended ended = execute(command);
    if (ended.code() != 0) {
      throw new StepFailed(
          "`bowline %s` ended with %d: %s"
              .formatted(String.join(" ", command), ended.code(), ended.err().strip()));
    }
    return ended.out();
  }

  /// Runs a command whose exit code says how something else ended.
  void follow(String... command) {
    execute(command);
  }

  private record Ended(int code, String out, String err) {}

  private Ended execute(String... command) {
    var out = new StringWriter();
    var err = new StringWriter();
    try (var outWriter = new PrintWriter(out);
        var errWriter = new PrintWriter(err)) {
      var shell =
          new Shell(
              outWriter,
              errWriter,
              InputStream.nullInputStream(),
              environment,
              folder,
              World.real());
      int code = Bowline.run(shell, command);
      outWriter.flush();
      errWriter.flush();
      return new Ended(code, out.toString(), err.toString());
    }
  }
}
