package io.bowline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.kubectl.Quantity;
import io.bowline.cli.kubectl.SeenNodes;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Reason;
import io.bowline.cli.session.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Groups the verbs that reckon sizes.
@Command(
    name = "size",
    description = "What a Kafka cluster needs, and what nodes carry.",
    subcommands = {SizeCommand.Cluster.class, SizeCommand.Capacity.class})
public final class SizeCommand {

  /// Prints what is to be heeded, below a table.
  static void warn(Printer printer, JsonNode answer) {
    answer.path("warnings").forEach(line -> printer.say("! " + line.asText()));
  }

  @Command(
      name = "cluster",
      description = {
        "What a cluster needs: nodes, network, disks.",
        "A MB is a million bytes, a GB a thousand of them; a unit takes 20 MB a second."
      })
  static final class Cluster extends ApiVerb {
    private static final List<Column> COLUMNS =
        List.of(
            Column.of("UNITS", "/units"),
            Column.of("TAKES, MB/S", "/throughputMbps"),
            Column.of("NODES", "/nodes"),
            Column.of("DATA NODES", "/dataNodes"),
            Column.of("IN EACH ZONE", "/zones"),
            Column.of("NODE VCPU", "/node/vcpu"),
            Column.of("NODE MEMORY, GB", "/node/memoryGb"),
            Column.of("AT LEAST VCPU", "/leastNode/vcpu"),
            Column.of("AT LEAST GB", "/leastNode/memoryGb"),
            Column.of("BROKER IN, MB/S", "/broker/inMbps"),
            Column.of("BROKER OUT, MB/S", "/broker/outMbps"),
            Column.of("BROKER DISK, GB", "/broker/diskGb"),
            Column.of("OR OBJECTS, GB", "/objectStorageGb"),
            Column.of("ADDRESSES", "/addresses"),
            Column.of("GB A MONTH", "/produceGbPerMonth"));

    @ArgGroup(multiplicity = "1")
    private Amount amount = new Amount();

    @Option(
        names = "--fan-out",
        paramLabel = "N",
        description = "Consumer groups that each read everything (2).")
    private Optional<String> fanOut = Optional.empty();

    @Option(names = "--replication", paramLabel = "N", description = "Copies of a record (3).")
    private Optional<String> replication = Optional.empty();

    @Option(names = "--retention-hours", paramLabel = "N", description = "Kept so long (168).")
    private Optional<String> retention = Optional.empty();

    @Option(names = "--zones", paramLabel = "N", description = "Spread over so many zones (3).")
    private Optional<String> zones = Optional.empty();

    @Option(
        names = "--network",
        paramLabel = "GBIT/S",
        description = "Of a node; warns when brokers need more.")
    private Optional<String> network = Optional.empty();

    @Option(
        names = "--free-addresses",
        paramLabel = "N",
        description = "In the subnets; warns when they are few.")
    private Optional<String> addresses = Optional.empty();

    Cluster(Shell shell) {
      super(shell);
    }

    /// How much, in one of two ways.
    // picocli counts an empty Optional as given
    static final class Amount {
      @Option(names = "--units", required = true, paramLabel = "N", description = "Kafka units.")
      private @Nullable String units;

      @Option(
          names = "--produce",
          required = true,
          paramLabel = "MB/S",
          description = "Peak of what is produced.")
      private @Nullable String produce;
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      Map<String, String> query = new TreeMap<>();
      given(query, "units", amount.units);
      given(query, "produceMbps", amount.produce);
      fanOut.ifPresent(value -> query.put("fanOut", value));
      replication.ifPresent(value -> query.put("replicationFactor", value));
      retention.ifPresent(value -> query.put("retentionHours", value));
      zones.ifPresent(value -> query.put("zones", value));
      network.ifPresent(value -> query.put("networkGbps", value));
      addresses.ifPresent(value -> query.put("freeAddresses", value));
      JsonNode size = api.get("calculators/cluster-size", query);
      printer.one(size, COLUMNS);
      warn(printer, size);
      return Exit.OK;
    }
  }

  @Command(
      name = "capacity",
      description = {
        "How many units the nodes of a cluster carry beside what runs there already.",
        "kubectl get nodes,pods -A -o json | bowline size capacity --nodes -",
        "Only names, sizes, types and zones of nodes are sent to the server."
      })
  static final class Capacity extends ApiVerb {
    private static final int LARGEST = 256 << 20;
    private static final List<Column> COLUMNS =
        List.of(
            Column.of("UNITS", "/units"),
            Column.of("WITHOUT THE LARGEST ZONE", "/unitsWithoutLargestZone"),
            Column.of("ON BROKERS OF 4 VCPU", "/standardUnits"),
            Column.of("ON BROKERS OF 2 VCPU", "/smallUnits"));

    @Option(
        names = "--nodes",
        required = true,
        paramLabel = "FILE",
        description = "What kubectl printed as JSON; - reads it from the standard input.")
    private Path nodes = Path.of("-");

    @Option(
        names = "--wanted",
        paramLabel = "N",
        description = "Warns when the nodes carry fewer units.")
    private Optional<Integer> wanted = Optional.empty();

    Capacity(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      SeenNodes seen = seen();
      ObjectNode body = object();
      seen.each(node ->
          body.withArray("nodes")
              .addObject()
              .put("name", node.name())
              .put("type", node.type())
              .put("zone", node.zone())
              .put("schedulable", node.schedulable())
              .put("milliCpu", node.milliCpu())
              .put("memoryBytes", node.memoryBytes())
              .put("takenMilliCpu", node.takenMilliCpu())
              .put("takenMemoryBytes", node.takenMemoryBytes()));
      wanted.ifPresent(units -> body.put("maxKafkaUnits", units));
      JsonNode capacity = api.post("calculators/capacity", body);
      printer.one(capacity, COLUMNS);
      warn(printer, capacity);
      if (!seen.withPods()) {
        printer.say("! No pods were given: what runs there already is not counted.");
      }
      return Exit.OK;
    }

    private SeenNodes seen() {
      String name = nodes.toString().equals("-") ? "the standard input" : nodes.toString();
      try (InputStream in = open()) {
        byte[] text = in.readNBytes(LARGEST + 1);
        if (text.length > LARGEST) {
          throw new CliFailure(Exit.USAGE, name + " is larger than 256 MiB");
        }
        return SeenNodes.read(text);
      } catch (SeenNodes.Unreadable | Quantity.Malformed e) {
        throw new CliFailure(Exit.USAGE, name + ": " + e.getMessage());
      } catch (IOException e) {
        throw new CliFailure(Exit.USAGE, "cannot read " + name + ": " + Reason.of(e));
      }
    }

    private InputStream open() throws IOException {
      return nodes.toString().equals("-")
          ? shell().in()
          : Files.newInputStream(shell().path(nodes));
    }
  }
}
