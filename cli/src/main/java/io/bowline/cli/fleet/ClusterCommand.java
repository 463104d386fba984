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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Groups the verbs of Kafka clusters.
@Command(
    name = "cluster",
    description = "Kafka clusters on fleets: what they take of them.",
    subcommands = {
      ClusterCommand.Create.class,
      ClusterCommand.ListClusters.class,
      ClusterCommand.Get.class,
      ClusterCommand.Resize.class,
      ClusterCommand.Delete.class
    })
public final class ClusterCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("IDENTIFIER", "/identifier"),
          Column.of("FLEET", "/fleet"),
          Column.of("TENANCY", "/tenancy_mode"),
          Column.of("UNITS", "/kafka_units"),
          Column.of("MBPS", "/throughput_mbps"),
          Column.of("ID", "/id"),
          Column.of("CREATED", "/created_at"));

  private static String path(Api api, String cluster) {
    return api.tenant("clusters/" + Api.segment(cluster));
  }

  private static Exit shown(Printer printer, JsonNode cluster) {
    printer.one(cluster, COLUMNS);
    JsonNode left = cluster.path("left");
    if (!left.isMissingNode()) {
      printer.say(
          "left on the fleet: %s Kafka units (%s MBps), %s clusters"
              .formatted(
                  left.path("kafka_units").asText(),
                  left.path("throughput_mbps").asText(),
                  left.path("tenants").asText()));
    }
    JsonNode placement = cluster.path("placement");
    if (!placement.isMissingNode()) {
      printer.say("chosen: " + placement.path("why").asText());
      reasons(printer, "also possible", placement.path("others"));
      reasons(printer, "not possible", placement.path("refused"));
    }
    return Exit.OK;
  }

  private static void reasons(Printer printer, String what, JsonNode reasons) {
    for (JsonNode reason : reasons) {
      printer.say(
          "  %s: %s: %s"
              .formatted(what, reason.path("fleet").asText(), reason.path("why").asText()));
    }
  }

  @Command(
      name = "create",
      description = {
        "Make a Kafka cluster, on the fleet that is named or else on the best one.",
        "What is required rules fleets out, what is preferred ranks them: infra_type, region,"
            + " account."
      })
  static final class Create extends ApiVerb {
    @Parameters(paramLabel = "IDENTIFIER", description = "Its name: a-z, 0-9 and -, for good.")
    private String identifier = "";

    @Option(
        names = "--units",
        required = true,
        paramLabel = "N",
        description = "Kafka units; one takes 20 MB a second.")
    private int units = 1;

    @Option(
        names = "--tenancy",
        paramLabel = "MODE",
        description = "That of its fleet: shared, isolated or dedicated (${DEFAULT-VALUE}).")
    private String tenancy = "shared";

    @Option(names = "--fleet", paramLabel = "FLEET", description = "Its fleet.")
    private Optional<String> fleet = Optional.empty();

    @Option(
        names = "--require",
        paramLabel = "KEY=VALUE",
        description = "What a fleet must have, as region=eu-central-1.")
    private Map<String, String> require = new TreeMap<>();

    @Option(
        names = "--prefer",
        paramLabel = "KEY=VALUE",
        description = "What a fleet had better have.")
    private Map<String, String> prefer = new TreeMap<>();

    Create(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      if (fleet.isPresent() && !(require.isEmpty() && prefer.isEmpty())) {
        throw new CliFailure(
            Exit.USAGE, "--require and --prefer choose a fleet; leave them out with --fleet");
      }
      ObjectNode body =
          object()
              .put("identifier", identifier)
              .put("tenancy_mode", tenancy)
              .put("kafka_units", units);
      FleetCommand.put(body, "fleet", fleet);
      if (!(require.isEmpty() && prefer.isEmpty())) {
        ObjectNode placement = body.putObject("placement_config");
        require.forEach(placement.putObject("require")::put);
        prefer.forEach(placement.putObject("prefer")::put);
      }
      return shown(printer, api.post(api.tenant("clusters"), body));
    }
  }

  @Command(name = "list", description = "List Kafka clusters.")
  static final class ListClusters extends ApiVerb {
    @Option(names = "--fleet", paramLabel = "FLEET", description = "Only those on it.")
    private @Nullable String fleet;

    @Option(names = "--limit", paramLabel = "N", description = "At most (${DEFAULT-VALUE}).")
    private int limit = 1000;

    ListClusters(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      var query = new HashMap<String, String>();
      given(query, "fleet", fleet);
      printer.list(api.list(api.tenant("clusters"), query, limit), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "get", description = "Show a Kafka cluster.")
  static final class Get extends ApiVerb {
    @Parameters(paramLabel = "CLUSTER", description = "Its name.")
    private String cluster = "";

    Get(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      return shown(printer, api.get(path(api, cluster), Map.of()));
    }
  }

  @Command(name = "resize", description = "Give a Kafka cluster more units, or fewer.")
  static final class Resize extends ApiVerb {
    @Parameters(paramLabel = "CLUSTER", description = "Its name.")
    private String cluster = "";

    @Option(names = "--units", required = true, paramLabel = "N", description = "So many.")
    private int units = 1;

    Resize(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      return shown(printer, api.patch(path(api, cluster), object().put("kafka_units", units)));
    }
  }

  @Command(
      name = "delete",
      description = "Delete a Kafka cluster, and give its room back to the fleet.")
  static final class Delete extends ApiVerb {
    @Parameters(paramLabel = "CLUSTER", description = "Its name.")
    private String cluster = "";

    Delete(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      api.delete(path(api, cluster));
      printer.say("deleted " + cluster);
      return Exit.OK;
    }
  }
}
