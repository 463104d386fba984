package io.bowline.cli.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/// The parts of a fleet that a command line may give.
final class FleetParts {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern SIZE = Pattern.compile("(\\d{1,4})x(\\d{1,5})");

  @Option(
      names = "--max-tenants",
      paramLabel = "N",
      description = "Most Kafka clusters on it; 1 where it is dedicated.")
  private Optional<Integer> maxTenants = Optional.empty();

  @Option(
      names = "--max-units",
      paramLabel = "N",
      description = "Most Kafka units of them all; one takes 20 MB a second.")
  private Optional<Integer> maxUnits = Optional.empty();

  @Option(
      names = "--account",
      paramLabel = "PROVIDER",
      description = "The fleet provider whose account it is in.")
  private Optional<String> account = Optional.empty();

  @Option(names = "--region", paramLabel = "REGION", description = "Where it is.")
  private Optional<String> region = Optional.empty();

  @Option(
      names = "--compartment",
      paramLabel = "OCID",
      description = "The compartment, in Oracle's cloud.")
  private Optional<String> compartment = Optional.empty();

  @Option(
      names = "--source-region",
      paramLabel = "REGION",
      description = "Where its clusters read from; another region than its own is warned of.")
  private Optional<String> sourceRegion = Optional.empty();

  @Option(
      names = "--source-cloud",
      paramLabel = "CLOUD",
      description = "The cloud of that region, where it is another one.")
  private Optional<String> sourceCloud = Optional.empty();

  @Option(
      names = "--node-size",
      paramLabel = "CPUxGB",
      description = "Of each node; 4x16 is recommended.")
  private Optional<String> nodeSize = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "An inner part, as instance_type=m7i.xlarge; may be given several times.")
  private Map<String, String> inner = new TreeMap<>();

  /// Puts what was given into a body.
  void into(ObjectNode body) {
    maxTenants.ifPresent(number -> body.put("max_tenants", number));
    maxUnits.ifPresent(number -> body.put("max_kafka_units", number));
    ObjectNode placement = JsonNodeFactory.instance.objectNode();
    FleetCommand.put(placement, "account", account);
    FleetCommand.put(placement, "region", region);
    FleetCommand.put(placement, "compartment", compartment);
    FleetCommand.put(placement, "source_region", sourceRegion);
    FleetCommand.put(placement, "source_cloud", sourceCloud);
    ObjectNode advanced = JsonNodeFactory.instance.objectNode();
    inner.forEach((name, value) -> advanced.set(name, value(name, value)));
    nodeSize.ifPresent(size -> advanced.set("node_size", size(size)));
    given(body, "placement_config", placement);
    given(body, "advanced_config", advanced);
  }

  private static void given(ObjectNode body, String name, ObjectNode part) {
    if (!part.isEmpty()) {
      body.set(name, part);
    }
  }

  private static ObjectNode size(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw new CliFailure(Exit.USAGE, "--node-size must be processors and GB of memory, as 4x16");
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("cpu", Integer.parseInt(size.group(1)))
        .put("memory_gb", Integer.parseInt(size.group(2)));
  }

  /// Yes, no, a whole number or a list as JSON has them; anything else is a text. A version, which
  /// looks like a number with a fraction, is a text too.
  private static JsonNode value(String name, String text) {
    if (!text.matches("true|false|\\d{1,9}|\\[.*]")) {
      return JsonNodeFactory.instance.textNode(text);
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new CliFailure(Exit.USAGE, "--set %s: that list is no JSON".formatted(name));
    }
  }
}
