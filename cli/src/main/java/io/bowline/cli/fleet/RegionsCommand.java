package io.bowline.cli.fleet;

import com.fasterxml.jackson.databind.JsonNode;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows or sets where fleets may stand.
@Command(
    name = "regions",
    description = {
      "Show the regions in which fleets may stand, or allow these and no others.",
      "With none at all, every region is allowed. Fleets that stand elsewhere stay."
    })
public final class RegionsCommand extends ApiVerb {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("AWS", "/regions/aws"),
          Column.of("GCP", "/regions/gcp"),
          Column.of("OCI", "/regions/oci"),
          Column.of("AZURE", "/regions/azure"));

  @Option(
      names = "--allow",
      paramLabel = "CLOUD/REGION",
      description = "One that is allowed, as aws/eu-central-1; may be given several times.")
  private List<String> allow = List.of();

  @Option(names = "--allow-all", description = "Allow every region of every cloud.")
  private boolean allowAll = false;

  RegionsCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    if (allowAll && !allow.isEmpty()) {
      throw new CliFailure(Exit.USAGE, "--allow-all and --allow exclude each other");
    }
    String path = api.tenant("regions");
    JsonNode regions =
        allowAll || !allow.isEmpty() ? api.put(path, wish()) : api.get(path, Map.of());
    printer.one(regions, COLUMNS);
    if (regions.path("regions").isEmpty()) {
      printer.say("every region is allowed");
    }
    return Exit.OK;
  }

  private ObjectNode wish() {
    ObjectNode body = object();
    ObjectNode regions = body.putObject("regions");
    for (String place : allow) {
      String[] parts = place.split("/", -1);
      if (parts.length != 2) {
        throw new CliFailure(
            Exit.USAGE, "%s is no CLOUD/REGION, as aws/eu-central-1".formatted(place));
      }
      regions.withArray("/" + parts[0]).add(parts[1]);
    }
    return body;
  }
}
