package io.bowline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Format;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Tells what a month costs.
@Command(
    name = "cost",
    description = {
      "What a month's traffic between two places, and nodes, cost.",
      "By the vendor's table of prices; what it does not know is unknown, never guessed."
    })
public final class CostCommand extends ApiVerb {
  @Option(
      names = "--from",
      required = true,
      paramLabel = "CLOUD/REGION[/ZONE]",
      description = "Where the data is; the cloud is aws, gcp, azure or oci.")
  private String from = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "CLOUD/REGION[/ZONE]",
      description = "Where it goes.")
  private String to = "";

  @ArgGroup(multiplicity = "1")
  private Amount amount = new Amount();

  @Option(
      names = "--node-type",
      paramLabel = "TYPE",
      description = "Nodes of this type as well, where the data is.")
  private Optional<String> type = Optional.empty();

  @Option(names = "--nodes", paramLabel = "N", description = "So many of them.")
  private Optional<String> nodes = Optional.empty();

  CostCommand(Shell shell) {
    super(shell);
  }

  /// How much traffic, in one of two ways.
  // picocli counts an empty Optional as given
  static final class Amount {
    @Option(
        names = "--gb",
        required = true,
        paramLabel = "N",
        description = "GB in a month (a thousand million bytes each).")
    private @Nullable String gigabytes;

    @Option(
        names = "--units",
        required = true,
        paramLabel = "N",
        description = "The full rate of so many Kafka units.")
    private @Nullable String units;
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    Map<String, String> query = new TreeMap<>(Map.of("from", from, "to", to));
    given(query, "gigabytes", amount.gigabytes);
    given(query, "units", amount.units);
    type.ifPresent(value -> query.put("nodeType", value));
    nodes.ifPresent(value -> query.put("nodes", value));
    JsonNode cost = api.get("calculators/cost", query);
    if (printer.format() == Format.table) {
      tell(printer, cost);
    } else {
      printer.one(cost, List.of(Column.of("EGRESS", "/egress/kind")));
    }
    return Exit.OK;
  }

  private static void tell(Printer printer, JsonNode cost) {
    printer.say("in        " + shown(cost.path("ingress")));
    printer.say(
        "out       %s  (%s GB)"
            .formatted(shown(cost.path("egress")), cost.path("gigabytes").asText()));
    if (cost.has("nodes")) {
      printer.say("nodes     " + shown(cost.path("nodes")));
    }
    if (cost.has("warning")) {
      printer.say("! " + cost.path("warning").asText());
    }
  }

  private static String shown(JsonNode estimate) {
    String money =
        "%s %s".formatted(estimate.path("amount").asText(), estimate.path("currency").asText());
    return switch (estimate.path("kind").asText()) {
      case "free" -> "0: " + estimate.path("note").asText();
      case "priced" -> "%s, by prices of %s".formatted(money, estimate.path("asOf").asText());
      case "at-most" -> "at most %s: %s".formatted(money, estimate.path("note").asText());
      default -> "unknown: " + estimate.path("note").asText();
    };
  }
}
