package io.bowline.cli.release;

import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Reason;
import io.bowline.cli.session.SecretText;
import io.bowline.cli.session.Shell;
import io.bowline.release.trust.KeyRefused;
import io.bowline.release.trust.SigningKey;
import io.bowline.release.trust.TrustRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Key and trust files of an author.
public final class KeyFiles {
  private static final int MAX_BYTES = 256 * 1024;

  private KeyFiles() {}

  /// The private key of a file; its passphrase comes from another file or the environment.
  public static SigningKey key(Shell shell, Path file, Optional<Path> passphraseFile) {
    try {
      String pem = Files.readString(shell.path(file));
      return SigningKey.read(pem, passphrase(shell, passphraseFile));
    } catch (KeyRefused e) {
      throw new CliFailure(Exit.FAILED, file + ": " + e.getMessage());
    } catch (IOException e) {
      throw new CliFailure(Exit.USAGE, "cannot read " + file + ": " + Reason.of(e));
    }
  }

  /// A passphrase, or none.
  static char[] passphrase(Shell shell, Optional<Path> file) {
    return file.map(path -> SecretText.read(shell, path).reveal())
        .or(() -> shell.variable("BOWLINE_KEY_PASSPHRASE"))
        .orElse("")
        .toCharArray();
  }

  static TrustRoot trustRoot(Shell shell, Path file) {
    try {
      return TrustRoot.read(small(shell, file));
    } catch (KeyRefused e) {
      throw new CliFailure(Exit.FAILED, file + ": " + e.getMessage());
    }
  }

  /// The bytes of a trust root's file, whether signed or plain.
  static byte[] small(Shell shell, Path file) {
    try {
      if (Files.size(shell.path(file)) > MAX_BYTES) {
        throw new CliFailure(Exit.USAGE, file + " is too large for a trust root");
      }
      return Files.readAllBytes(shell.path(file));
    } catch (IOException e) {
      throw new CliFailure(Exit.USAGE, "cannot read " + file + ": " + Reason.of(e));
    }
  }

  static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new CliFailure(Exit.CONFLICT, "cannot write " + file + ": " + Reason.of(e));
    }
  }
}
