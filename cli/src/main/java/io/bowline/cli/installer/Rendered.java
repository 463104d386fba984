package io.bowline.cli.installer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Reason;
import io.bowline.cli.session.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/// A file that the control plane rendered.
///
/// @param answer as the API gives it
record Rendered(JsonNode answer) {
  /// Prints it, or writes it where it is wanted.
  ///
  /// @param out a file, or a folder in which it gets its usual name
  Exit put(Shell shell, Optional<Path> out, Printer printer) {
    if (out.isEmpty() && answer.has("archive")) {
      throw new CliFailure(
          Exit.USAGE,
          answer.path("file").asText() + " is an archive: give --out a file or a folder");
    }
    if (out.isEmpty()) {
      printer.file(answer, answer.path("text").asText());
      return Exit.OK;
    }
    Path given = shell.path(out.get());
    Path file = Files.isDirectory(given) ? given.resolve(answer.path("file").asText()) : given;
    try {
      Files.write(file, bytes());
    } catch (IOException e) {
      throw new CliFailure(Exit.FAILED, "cannot write " + file + ": " + Reason.of(e));
    }
    printer.say("wrote " + file);
    return Exit.OK;
  }

  private byte[] bytes() {
    return answer.has("archive")
        ? Base64.getDecoder().decode(answer.path("archive").asText())
        : answer.path("text").asText().getBytes(UTF_8);
  }
}
