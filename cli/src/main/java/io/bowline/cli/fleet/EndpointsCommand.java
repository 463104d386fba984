package io.bowline.cli.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows where a fleet's clusters are reached.
@Command(
    name = "endpoints",
    description = "Show under which names a fleet's clusters are reached, and whether they can be.")
final class EndpointsCommand extends ApiVerb {
  private static final List<Column> DOMAIN =
      List.of(
          Column.of("DOMAIN", "/domain"),
          Column.of("DNS", "/dns_provider"),
          Column.of("CERTIFICATE UNTIL", "/certificate/not_after"),
          Column.of("CHECK", "/check/result"));

  @Parameters(paramLabel = "FLEET", description = "Identifier or id.")
  private String fleet = "";

  EndpointsCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    JsonNode endpoints = api.get(FleetCommand.path(api, fleet) + "/endpoints", Map.of());
    printer.one(endpoints, DOMAIN);
    endpoints
        .at("/check/checks")
        .forEach(check ->
            printer.say(
                "  %s: %s: %s"
                    .formatted(
                        check.path("name").asText(),
                        check.path("result").asText(),
                        check.path("detail").asText())));
    endpoints
        .path("clusters")
        .forEach(cluster ->
            printer.say(
                "%s: %s, then %s"
                    .formatted(
                        cluster.path("cluster").asText(),
                        cluster.path("bootstrap_host").asText(),
                        cluster.path("broker_hosts").asText())));
    return Exit.OK;
  }
}
