package io.bowline.testkit.process;

import io.bowline.testkit.Parts;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An AWS that was not written here, in a process of its own. Guard the test with
/// `@RequiresPart("moto_server")`.
public final class Moto implements AutoCloseable {
  /// How long it may take over its own end before it is killed.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Pattern RUNNING =
      Pattern.compile("Running on (http://127\\.0\\.0\\.1:[0-9]+)");

  private final Process process;
  private final URI address;

  private Moto(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /// Starts one on a port that nobody has.
  ///
  /// @param settings variables of its environment
  public static Moto start(Map<String, String> settings) throws IOException {
    var command =
        new ProcessBuilder(
            Parts.here().require("moto_server").toString(), "-H", "127.0.0.1", "-p", "0");
    command.environment().putAll(settings);
    command.environment().put("PYTHONUNBUFFERED", "1");
    Process process = command.redirectErrorStream(true).start();
    try {
      return new Moto(process, address(process.inputReader(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      process.destroy();
      throw e;
    }
  }

  /// The first lines say where it is; the rest is read away, so that it never waits for a reader.
  private static URI address(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher running = RUNNING.matcher(line);
      if (running.find()) {
        Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
        return URI.create(running.group(1));
      }
    }
    throw new IOException("moto ended before it ran");
  }

  public URI address() {
    return address;
  }

  /// Ends it; after this nobody answers at its address any more.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
