package io.bowline.cli.leaving;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Reason;
import io.bowline.cli.session.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Prints or saves the certificate of an install that has left.
@Command(
    name = "certificate",
    description = {
      "Print the certificate of an install that has left: what it had in the account, who made it, when it",
      "went, who has seen that, and what remains. With --out, save it as it was signed."
    })
public final class CertificateCommand extends ApiVerb {
  @Parameters(paramLabel = "INSTALL", description = "Name or id.")
  private String install = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the signed envelope (DSSE) there.")
  private Optional<Path> out = Optional.empty();

  CertificateCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    JsonNode shown =
        api.get(api.tenant("installs/" + Api.segment(install)) + "/certificate", Map.of());
    if (out.isPresent()) {
      try {
        Files.writeString(shell().path(out.get()), shown.path("envelope").asText() + "\n", UTF_8);
      } catch (IOException e) {
        throw new CliFailure(Exit.FAILED, "cannot write " + out.get() + ": " + Reason.of(e));
      }
      printer.say("written to " + out.get());
      return Exit.OK;
    }
    printer.file(shown, shown.path("text").asText());
    return Exit.OK;
  }
}
