package io.bowline.cli.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/// Makes recovery codes.
@Command(
    name = "recovery-codes",
    description = "Make recovery codes in place of all others; shows them, this once.")
final class RecoveryCodesCommand extends TotpCommand.Proven {
  RecoveryCodesCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    print(printer, prove(api, "account/recovery-codes"));
    return Exit.OK;
  }

  static void print(Printer printer, JsonNode codes) {
    List<JsonNode> items = new ArrayList<>();
    codes.path("codes").forEach(items::add);
    printer.list(items, List.of(Column.of("RECOVERY CODE", "")));
  }
}
