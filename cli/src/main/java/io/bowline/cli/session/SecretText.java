package io.bowline.cli.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A secret that came by file, standard input or environment, never by an argument; prints nothing.
public final class SecretText {
  private static final String VARIABLE = "env:";
  private static final int MAX_BYTES = 64 * 1024;
  private final String value;

  private SecretText(String value) {
    this.value = value.strip();
  }

  /// Wraps a value.
  public static SecretText of(String value) {
    return new SecretText(value);
  }

  /// Reads a file, standard input for `-`, or a variable for `env:NAME`.
  public static SecretText from(Shell shell, String source) {
    if (!source.startsWith(VARIABLE)) {
      return read(shell, Path.of(source));
    }
    String name = source.substring(VARIABLE.length());
    return shell
        .variable(name)
        .map(SecretText::of)
        .orElseThrow(() -> new CliFailure(Exit.USAGE, "the variable " + name + " is not set"));
  }

  /// Reads a file, or standard input for `-`.
  public static SecretText read(Shell shell, Path file) {
    try {
      if (file.toString().equals("-")) {
        return new SecretText(bounded(shell.in(), "standard input"));
      }
      try (InputStream in = Files.newInputStream(shell.path(file))) {
        return new SecretText(bounded(in, file.toString()));
      }
    } catch (IOException e) {
      throw new CliFailure(Exit.USAGE, "cannot read " + file + ": " + Reason.of(e));
    }
  }

  private static String bounded(InputStream in, String what) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new CliFailure(Exit.USAGE, what + " is larger than a secret should be");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// The value, for the request or key that needs it.
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "SecretText[]";
  }
}
