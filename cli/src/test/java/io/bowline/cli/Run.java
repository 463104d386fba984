package io.bowline.cli;

import io.bowline.cli.platform.World;
import io.bowline.cli.session.Shell;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// One run of the CLI in a test: its exit code and what it printed.
record Run(int code, String out, String err) {
  static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  /// Who runs it.
  record User(Path folder, Map<String, String> environment, String input) {
    Run run(String... arguments) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      Shell shell =
          new Shell(
              new PrintWriter(out),
              new PrintWriter(err),
              new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
              environment,
              folder,
              new Fixed());
      int code = Bowline.run(shell, arguments);
      return new Run(code, out.toString(), err.toString());
    }
  }

  private static final class Fixed implements World {
    private int pauses;

    @Override
    public Instant now() {
      return NOW;
    }

    @Override
    public UUID freshName() {
      return new UUID(1, 2);
    }

    @Override
    public void pause(Duration length) throws InterruptedException {
      pauses++;
      if (pauses > 20) {
        throw new InterruptedException("long enough");
      }
    }
  }
}
