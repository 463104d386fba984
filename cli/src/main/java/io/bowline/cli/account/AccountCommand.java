package io.bowline.cli.account;

import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/// Groups the verbs of one's own account.
@Command(
    name = "account",
    description = "What you prove by who you are: password, second factor, recovery codes.",
    subcommands = {
      AccountCommand.Show.class,
      PasswordCommand.class,
      ResetPasswordCommand.class,
      TotpCommand.class,
      RecoveryCodesCommand.class
    })
public final class AccountCommand {
  static final List<Column> COLUMNS =
      List.of(
          Column.of("PASSWORD", "/password"),
          Column.of("SECOND FACTOR", "/secondFactor"),
          Column.of("RECOVERY CODES", "/recoveryCodes"));

  @Command(name = "show", description = "Show what there is.")
  static final class Show extends ApiVerb {
    Show(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.one(api.get(api.tenant("account"), Map.of()), COLUMNS);
      return Exit.OK;
    }
  }
}
