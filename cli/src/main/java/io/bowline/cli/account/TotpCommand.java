package io.bowline.cli.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Groups the verbs of one's second factor.
@Command(
    name = "totp",
    description = "Codes of an app as your second factor.",
    subcommands = {TotpCommand.Begin.class, TotpCommand.Confirm.class, TotpCommand.Remove.class})
final class TotpCommand {
  /// A verb that one's password is needed for.
  abstract static class Proven extends ApiVerb {
    @Option(
        names = "--password-file",
        paramLabel = "FILE",
        description = "File with your password; asked for when absent.")
    private Optional<Path> passwordFile = Optional.empty();

    Proven(Shell shell) {
      super(shell);
    }

    /// Sends the password and nothing else.
    final JsonNode prove(Api api, String path) {
      return api.post(
          api.tenant(path),
          object()
              .put(
                  "password",
                  Asked.secret(shell(), passwordFile, "Password: ", "--password-file").reveal()));
    }
  }

  @Command(
      name = "begin",
      description = "Show the key for your app; 'totp confirm' turns it on by a code.")
  static final class Begin extends Proven {
    Begin(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.one(
          prove(api, "account/totp"),
          List.of(Column.of("KEY", "/secret"), Column.of("ADDRESS", "/address")));
      return Exit.OK;
    }
  }

  @Command(
      name = "confirm",
      description = "Turn it on by a code of your app; shows recovery codes, this once.")
  static final class Confirm extends ApiVerb {
    @Option(
        names = "--code-file",
        paramLabel = "FILE",
        description = "File with the code; asked for when absent.")
    private Optional<Path> codeFile = Optional.empty();

    Confirm(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      String code = Asked.secret(shell(), codeFile, "Code: ", "--code-file").reveal();
      RecoveryCodesCommand.print(
          printer, api.post(api.tenant("account/totp/confirm"), object().put("code", code)));
      return Exit.OK;
    }
  }

  @Command(name = "remove", description = "Turn it off.")
  static final class Remove extends Proven {
    Remove(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.one(prove(api, "account/totp/remove"), AccountCommand.COLUMNS);
      return Exit.OK;
    }
  }
}
