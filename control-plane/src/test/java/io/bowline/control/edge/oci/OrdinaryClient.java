package io.bowline.control.edge.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.testkit.Parts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs skopeo, helm and oras with a home of their own.
record OrdinaryClient(Path home) {
  record Ended(int code, String output) {}

  static void ok(Ended ended) {
    assertThat(ended.code()).as(ended.output()).isZero();
  }

  Ended run(String input, String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addFirst(Parts.here().require(program).toString());
    Path output = Files.createTempFile(home, program, ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("XDG_RUNTIME_DIR", home.toString());
    builder.environment().put("DOCKER_CONFIG", home.resolve("docker").toString());
    builder.environment().put("REGISTRY_AUTH_FILE", home.resolve("auth.json").toString());
    Process process = builder.start();
    process.getOutputStream().write(input.getBytes(UTF_8));
    process.getOutputStream().close();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " did not end: " + Files.readString(output));
    }
    return new Ended(process.exitValue(), command + ": " + Files.readString(output));
  }
}
