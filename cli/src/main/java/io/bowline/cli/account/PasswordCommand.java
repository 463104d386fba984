package io.bowline.cli.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.SecretText;
import io.bowline.cli.session.Shell;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Sets one's password.
@Command(name = "password", description = "Set your password; all your other sessions end.")
final class PasswordCommand extends ApiVerb {
  @Option(
      names = "--current-file",
      paramLabel = "FILE",
      description = "File with the password until now; asked for when absent.")
  private Optional<Path> currentFile = Optional.empty();

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "File with the new one; asked for when absent.")
  private Optional<Path> passwordFile = Optional.empty();

  PasswordCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    ObjectNode body = object();
    if (api.get(api.tenant("account"), Map.of()).path("password").asBoolean()) {
      body.put(
          "currentPassword",
          Asked.secret(shell(), currentFile, "Password until now: ", "--current-file").reveal());
    }
    JsonNode set = api.put(api.tenant("account/password"), body.put("password", chosen().reveal()));
    printer.say("the password is set; other sessions ended: " + set.path("sessionsEnded").asInt());
    return Exit.OK;
  }

  private SecretText chosen() {
    return Asked.chosen(shell(), passwordFile)
        .orElseThrow(
            () -> new CliFailure(Exit.USAGE, "no password; give it with --password-file FILE"));
  }
}
