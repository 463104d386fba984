package io.bowline.cli.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.cluster.HandedOver;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Groups the verbs of fleets.
@Command(
    name = "fleet",
    description = "Fleets: places for Kafka clusters, in a cloud or on a cluster that is brought.",
    subcommands = {
      FleetCommand.Create.class,
      FleetCommand.ListFleets.class,
      FleetCommand.Get.class,
      FleetCommand.Update.class,
      FleetCommand.Delete.class,
      FleetCommand.Retry.class,
      FleetCommand.Status.class,
      EndpointsCommand.class,
      LentKubeconfigCommand.class
    })
public final class FleetCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("IDENTIFIER", "/identifier"),
          Column.of("STATUS", "/status"),
          Column.of("TYPE", "/infra_type"),
          Column.of("TENANCY", "/tenancy_mode"),
          Column.of("CLUSTERS", "/metadata/used/tenants"),
          Column.of("OF", "/max_tenants"),
          Column.of("UNITS", "/metadata/used/kafka_units"),
          Column.of("OF UNITS", "/max_kafka_units"),
          Column.of("DOMAIN", "/domain"),
          Column.of("CREATED", "/created_at"));

  static String path(Api api, String fleet) {
    return api.tenant("infrastructure/" + Api.segment(fleet));
  }

  static void show(Printer printer, JsonNode fleet) {
    printer.one(fleet, COLUMNS);
    String reason = fleet.at("/metadata/status_reason").asText();
    if (!reason.isEmpty()) {
      printer.say("  " + reason);
    }
    fleet.at("/metadata/warnings").forEach(warning -> printer.say("warning: " + warning.asText()));
  }

  @Command(
      name = "create",
      description = {
        "Make a fleet.",
        "On a cluster that is brought (byok) it takes or waits for a kubeconfig; in a cloud it needs"
            + " a fleet provider that was found valid."
      })
  static final class Create extends ApiVerb {
    @Parameters(paramLabel = "IDENTIFIER", description = "Its name: a-z, 0-9 and -, for good.")
    private String identifier = "";

    @Option(
        names = "--type",
        required = true,
        paramLabel = "TYPE",
        description = "byok, aws, gcp, oci or azure.")
    private String type = "";

    @Option(
        names = "--domain",
        required = true,
        paramLabel = "DOMAIN",
        description = "The DNS name below which its listeners are.")
    private String domain = "";

    @Option(
        names = "--tenancy",
        paramLabel = "MODE",
        description = "shared, isolated or dedicated (${DEFAULT-VALUE}).")
    private String tenancy = "shared";

    @Mixin private FleetParts parts = new FleetParts();

    @Option(
        names = "--kubeconfig",
        paramLabel = "FILE",
        description = "With byok: lent to put a runner into the cluster; - is stdin.")
    private Optional<Path> kubeconfig = Optional.empty();

    @Option(
        names = "--context",
        paramLabel = "NAME",
        description = "The kubeconfig's context; the current one when absent. No other is sent.")
    private Optional<String> context = Optional.empty();

    @Option(names = "--wait", description = "Show how it goes until it is Healthy, or is not.")
    private boolean wait = false;

    Create(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      ObjectNode body =
          object()
              .put("identifier", identifier)
              .put("infra_type", type)
              .put("domain", domain)
              .put("tenancy_mode", tenancy);
      parts.into(body);
      body.putIfAbsent("placement_config", object());
      body.putIfAbsent("advanced_config", object());
      kubeconfig(shell(), kubeconfig, context).ifPresent(text -> body.put("kubeconfig", text));
      JsonNode made = api.post(api.tenant("infrastructure"), body);
      return wait
          ? new FleetWatch(shell(), api, printer).untilHealthy(identifier)
          : shown(printer, made);
    }
  }

  /// What of a kubeconfig is sent, when one is given.
  private static Optional<String> kubeconfig(
      Shell shell, Optional<Path> file, Optional<String> context) {
    if (context.isPresent() && file.isEmpty()) {
      throw new CliFailure(Exit.USAGE, "--context chooses in a kubeconfig; give --kubeconfig");
    }
    return file.map(given -> HandedOver.read(shell, given, context));
  }

  private static Exit shown(Printer printer, JsonNode fleet) {
    show(printer, fleet);
    return Exit.OK;
  }

  @Command(name = "list", description = "List fleets.")
  static final class ListFleets extends ApiVerb {
    @Option(names = "--type", paramLabel = "TYPE", description = "Only byok, aws, gcp, oci, azure.")
    private @Nullable String type;

    @Option(names = "--status", paramLabel = "STATUS", description = "Only these, as Healthy.")
    private @Nullable String status;

    @Option(names = "--limit", paramLabel = "N", description = "At most (${DEFAULT-VALUE}).")
    private int limit = 1000;

    ListFleets(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      var query = new HashMap<String, String>();
      given(query, "infra_type", type);
      given(query, "status", status);
      printer.list(api.list(api.tenant("infrastructure"), query, limit), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "get", description = "Show a fleet.")
  static final class Get extends ApiVerb {
    @Parameters(paramLabel = "FLEET", description = "Identifier or id.")
    private String fleet = "";

    Get(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      return shown(printer, api.get(path(api, fleet), Map.of()));
    }
  }

  @Command(
      name = "update",
      description = {
        "Change a fleet's limits.",
        "Its placement and inner parts change as long as it is not made; what is given of either"
            + " takes the place of the whole."
      })
  static final class Update extends ApiVerb {
    @Parameters(paramLabel = "FLEET", description = "Identifier or id.")
    private String fleet = "";

    @Mixin private FleetParts parts = new FleetParts();

    Update(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      ObjectNode body = object();
      parts.into(body);
      if (body.isEmpty()) {
        throw new CliFailure(Exit.USAGE, "nothing to change; give --max-tenants or --max-units");
      }
      return shown(printer, api.patch(path(api, fleet), body));
    }
  }

  @Command(
      name = "delete",
      description = {
        "Take a fleet down; one that nobody began to make is gone at once.",
        "On a cluster that is brought, a kubeconfig is lent once more for that: it is sent when what"
            + " ran there is gone, so this waits."
      })
  static final class Delete extends ApiVerb {
    @Parameters(paramLabel = "FLEET", description = "Identifier or id.")
    private String fleet = "";

    @Option(
        names = "--kubeconfig",
        paramLabel = "FILE",
        description = "With byok: lent to take the runner out of the cluster; - is stdin.")
    private Optional<Path> kubeconfig = Optional.empty();

    @Option(
        names = "--context",
        paramLabel = "NAME",
        description = "The kubeconfig's context; the current one when absent. No other is sent.")
    private Optional<String> context = Optional.empty();

    @Option(names = "--wait", description = "Show how it goes until it is gone, or is not.")
    private boolean wait = false;

    @Option(
        names = "--forget",
        description =
            "Let go of one that could not be taken down; what is left of it stays where it is.")
    private boolean forget = false;

    Delete(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      if (forget && kubeconfig.isPresent()) {
        throw new CliFailure(Exit.USAGE, "--forget takes nothing out; leave --kubeconfig away");
      }
      Optional<String> lent = kubeconfig(shell(), kubeconfig, context);
      api.delete(path(api, fleet) + (forget ? "?forget=true" : ""));
      if (forget) {
        printer.say("forgot " + fleet);
        return Exit.OK;
      }
      if (wait || lent.isPresent()) {
        return new FleetWatch(shell(), api, printer).untilGone(fleet, lent);
      }
      printer.say("asked to delete " + fleet);
      return Exit.OK;
    }
  }

  @Command(
      name = "retry",
      description = "Ask again for what failed: making the fleet, or taking it down.")
  static final class Retry extends ApiVerb {
    @Parameters(paramLabel = "FLEET", description = "Identifier or id.")
    private String fleet = "";

    @Option(names = "--wait", description = "Show how it goes until it is over.")
    private boolean wait = false;

    Retry(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      JsonNode now = api.post(path(api, fleet) + "/retry", object());
      if (!wait) {
        return shown(printer, now);
      }
      var watch = new FleetWatch(shell(), api, printer);
      return now.path("status").asText().equals("Deleting")
          ? watch.untilGone(fleet, Optional.empty())
          : watch.untilHealthy(fleet);
    }
  }

  @Command(name = "status", description = "Show how a fleet is, and how it came to be so.")
  static final class Status extends ApiVerb {
    private static final List<Column> STATUS =
        List.of(
            Column.of("STATUS", "/status"),
            Column.of("SINCE", "/at"),
            Column.of("REASON", "/reason"));

    @Parameters(paramLabel = "FLEET", description = "Identifier or id.")
    private String fleet = "";

    @Option(names = "--wait", description = "Go on until it is Healthy, or is not.")
    private boolean wait = false;

    Status(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      if (wait) {
        return new FleetWatch(shell(), api, printer).untilHealthy(fleet);
      }
      JsonNode status = api.get(path(api, fleet) + "/status", Map.of());
      printer.one(status, STATUS);
      FleetWatch.lines(status).forEach(printer::say);
      return Exit.OK;
    }
  }

  /// What there is of an optional text.
  static void put(ObjectNode into, String name, Optional<String> value) {
    value.ifPresent(text -> into.put(name, text));
  }
}
