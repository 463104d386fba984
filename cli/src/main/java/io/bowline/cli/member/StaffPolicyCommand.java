package io.bowline.cli.member;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows or says how the vendor's staff come in.
@Command(
    name = "staff-access",
    description = {
      "Show how the vendor's staff come into the organization, or say it.",
      "ask: an owner or admin decides; tell: at once, and you see and can end it;",
      "never: not at all, which also ends what lets them in now."
    })
public final class StaffPolicyCommand extends ApiVerb {
  @Parameters(arity = "0..1", paramLabel = "RULE", description = "ask, tell or never.")
  private Optional<String> rule = Optional.empty();

  @Option(
      names = "--most-hours",
      paramLabel = "N",
      description = "The longest that one access lasts, 1 to 168.")
  private Optional<Integer> hours = Optional.empty();

  StaffPolicyCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    if (rule.isEmpty() && hours.isPresent()) {
      throw new CliFailure(Exit.USAGE, "say ask, tell or never with --most-hours");
    }
    String path = api.tenant("staff-access-policy");
    ObjectNode body = object();
    rule.ifPresent(said -> body.put("rule", said));
    hours.ifPresent(most -> body.put("mostHours", most));
    printer.one(
        rule.isPresent() ? api.put(path, body) : api.get(path, Map.of()),
        List.of(Column.of("RULE", "/rule"), Column.of("MOST HOURS", "/mostHours")));
    return Exit.OK;
  }
}
