package io.bowline.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.cli.Bowline;
import io.bowline.cli.platform.World;
import io.bowline.cli.session.Shell;
import io.bowline.demo.process.Processes;
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

  private final Product product;
  private final Path folder;
  private final Map<String, String> environment;

  /// @param environment the variables that tell the CLI where the server is and who calls
  Operator(Product product, Map<String, String> environment) {
    this.product = product;
    this.folder = product.folder();
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

  /// Publishes a release, in a process of its own: its charts are tried with Helm's library, which
  /// takes the signals of the process that it is loaded into, so that Ctrl-C would find nobody.
  JsonNode publish(Path author, String key) throws IOException, InterruptedException {
    List<String> command =
        List.of("release", "publish", author.toString(), "--key", key, "-o", "json");
    Processes.Ended ended = product.cli("publish-" + author.getFileName(), environment, command);
    if (ended.code() != 0) {
      throw failed(command, ended);
    }
    return JSON.readTree(ended.out());
  }

  /// Runs a command.
  ///
  /// @return what it printed
  /// @throws StepFailed with the CLI's own line when it fails
  String run(String... command) {
    Processes.Ended ended = execute(command);
    if (ended.code() != 0) {
      throw failed(List.of(command), ended);
    }
    return ended.out();
  }

  private static StepFailed failed(List<String> command, Processes.Ended ended) {
    return new StepFailed(
        "`bowline %s` ended with %d: %s"
            .formatted(String.join(" ", command), ended.code(), ended.err().strip()));
  }

  /// Runs a command whose exit code says what was found, and reads its JSON.
  JsonNode told(String... command) throws IOException {
    var withFormat = new ArrayList<>(List.of(command));
    withFormat.add("-o");
    withFormat.add("json");
    Processes.Ended ended = execute(withFormat.toArray(String[]::new));
    if (ended.out().isBlank()) {
      throw failed(List.of(command), ended);
    }
    return JSON.readTree(ended.out());
  }

  /// Runs a command whose exit code says how something else ended.
  void follow(String... command) {
    execute(command);
  }

  private Processes.Ended execute(String... command) {
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
      return new Processes.Ended(code, out.toString(), err.toString());
    }
  }
}
