package io.bowline.cli.arrival;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says how far an install is, and follows it.
@Command(
    name = "status",
    description = {
      "Say how far an install is, and what it waits for; the exit code is 0 when its runner is there.",
      "With --wait, follow it until it is, or until somebody has to do something."
    })
public final class StatusCommand extends ApiVerb {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("NAME", "/name"),
          Column.of("STATUS", "/status"),
          Column.of("CLOUD", "/cloud"),
          Column.of("ACCOUNT", "/account"),
          Column.of("REGION", "/region"),
          Column.of("VOUCHED", "/vouchedFor"),
          Column.of("REASON", "/reason"));

  /// On its way without anybody's doing here.
  private static final Set<String> UNDER_WAY =
      Set.of(
          "awaiting-customer",
          "base-layer",
          "awaiting-runner",
          "preflight",
          "installing",
          "deprovisioning");

  @Parameters(paramLabel = "INSTALL", description = "Name or id.")
  private String install = "";

  @Option(
      names = {"--wait", "--watch"},
      description = "Follow it, and tell each change.")
  private boolean wait = false;

  StatusCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    String path = api.tenant("installs/" + Api.segment(install));
    JsonNode now = api.get(path, Map.of());
    String told = "";
    while (wait && UNDER_WAY.contains(now.path("status").asText()) && !held(api, path, now)) {
      String line = now.path("status").asText() + ": " + Printer.text(now.path("reason"));
      if (!line.equals(told)) {
        printer.say(line);
        told = line;
      }
      shell().pause();
      now = api.get(path, Map.of());
    }
    if (wait) {
      // why it waits no longer may have been said since
      now = api.get(path, Map.of());
    }
    printer.one(now, COLUMNS);
    return now.path("status").asText().equals("active") ? Exit.OK : Exit.FAILED;
  }

  /// A look that found something waits for a person, and not for time.
  private static boolean held(Api api, String path, JsonNode now) {
    if (!now.path("status").asText().equals("preflight")) {
      return false;
    }
    try {
      JsonNode seen = api.get(path + "/preflight", Map.of());
      return !seen.path("holding").isEmpty() && !seen.hasNonNull("underWay");
    } catch (CliFailure failure) {
      if (failure.exit() == Exit.NOT_FOUND) {
        // nobody has looked yet
        return false;
      }
      throw failure;
    }
  }
}
