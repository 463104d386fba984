package io.bowline.cli.account;

import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.SecretText;
import io.bowline.cli.session.Shell;
import java.nio.file.Path;
import java.util.Optional;

/// Secrets that a person types, or has in a file; never in an argument, which others see.
public final class Asked {
  private Asked() {}

  /// From a file, or typed unseen.
  ///
  /// @param option that names the file
  static SecretText secret(Shell shell, Optional<Path> file, String question, String option) {
    return given(shell, file, question)
        .orElseThrow(() ->
            new CliFailure(
                Exit.USAGE, "nobody is at a terminal to be asked; give it with " + option));
  }

  /// The same; empty when there is neither a file nor somebody at a terminal.
  private static Optional<SecretText> given(Shell shell, Optional<Path> file, String question) {
    return file.map(from -> SecretText.read(shell, from))
        .or(() -> shell.world().ask(question, true).map(SecretText::of));
  }

  /// A password that is chosen: from a file, or typed unseen, twice.
  ///
  /// @return empty when there is neither a file nor somebody at a terminal, or nothing was typed
  public static Optional<SecretText> chosen(Shell shell, Optional<Path> file) {
    Optional<SecretText> first = given(shell, file, "New password: ");
    if (file.isPresent() || first.isEmpty() || first.get().reveal().isEmpty()) {
      return first.filter(secret -> !secret.reveal().isEmpty());
    }
    String again = shell.world().ask("Again: ", true).map(String::strip).orElse("");
    if (!again.equals(first.get().reveal())) {
      throw new CliFailure(Exit.USAGE, "the two are not the same");
    }
    return first;
  }
}
