package io.bowline.testkit.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.testkit.Parts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A program that is run once, to its end.
///
/// @param folder in which it runs
/// @param variables of its environment, besides those of the test
public record Program(List<String> command, Path folder, Map<String, String> variables) {
  public Program {
    command = List.copyOf(command);
    variables = Map.copyOf(variables);
  }

  /// What an ended program said.
  public record Ended(int code, String said, String complained) {
    /// What it said.
    ///
    /// @throws IOException with its complaint, when it did not succeed
    public String orThrow() throws IOException {
      if (code != 0) {
        throw new IOException(complained.isBlank() ? said.strip() : complained.strip());
      }
      return said;
    }
  }

  /// The Python that has AWS's own library. Guard the test with `@RequiresPart("moto_server")`.
  public static Program python(Path folder, Map<String, String> variables, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Parts.here().cache().resolve("parts/moto/bin/python").toString());
    command.addAll(List.of(arguments));
    return new Program(command, folder, variables);
  }

  /// The keytool of the JDK that runs the test.
  public static Program keytool(Path folder, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    return new Program(command, folder, Map.of());
  }

  /// Runs it, with this to read.
  public Ended run(String input) throws IOException, InterruptedException {
    Path in = Files.createTempFile(folder, "in", ".txt");
    Path wrong = Files.createTempFile(folder, "wrong", ".txt");
    Files.writeString(in, input);
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(variables);
    Process process = builder.redirectInput(in.toFile()).redirectError(wrong.toFile()).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    int code = process.waitFor();
    return new Ended(code, said, Files.readString(wrong));
  }

  /// Nothing of what it is given.
  @Override
  public String toString() {
    return "Program[" + command.getFirst() + "]";
  }
}
