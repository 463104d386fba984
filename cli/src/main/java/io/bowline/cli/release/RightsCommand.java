package io.bowline.cli.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Connection;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Reason;
import io.bowline.cli.session.Shell;
import io.bowline.release.bundle.AuthorProblem;
import io.bowline.release.chart.ChartRenderer;
import io.bowline.release.lint.ReleaseObjects;
import io.bowline.release.publish.ReleaseStore;
import io.bowline.release.rights.ReleaseRights;
import io.bowline.release.rights.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rights",
    description = {
      "Write what a runner has to be allowed in a cluster for a release, as values of its chart.",
      "Charts are rendered with the inputs' defaults and with every switch turned. Each right says what"
          + " needs it; nothing is a wildcard."
    })
final class RightsCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      arity = "0..2",
      paramLabel = "PRODUCT RELEASE",
      hideParamSyntax = true,
      description = "A published release: product, and version or digest.")
  private List<String> published = List.of();

  @Option(names = "--folder", paramLabel = "FOLDER", description = "A folder with release.yaml.")
  private Optional<Path> folder = Optional.empty();

  @Mixin private Connection connection = new Connection();
  @Mixin private RegistryOptions registry = new RegistryOptions();

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "Where the runner itself lives; the release's, where it has only one.")
  private Optional<String> namespace = Optional.empty();

  @Option(names = "--out", paramLabel = "FILE", description = "Write it there.")
  private Optional<Path> out = Optional.empty();

  RightsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    return switch (objects()) {
      case ReleaseObjects.Unreadable(List<AuthorProblem> problems) ->
          throw new CliFailure(Exit.FAILED, problems.getFirst().toString());
      case ReleaseObjects.Made(var objects) -> {
        write(ReleaseRights.of(objects));
        yield Exit.OK.code();
      }
    };
  }

  private ReleaseObjects objects() {
    try {
      return Charts.rendered(this::objects);
    } catch (IOException e) {
      throw new CliFailure(Exit.FAILED, "the release cannot be read: " + Reason.of(e));
    }
  }

  private ReleaseObjects objects(ChartRenderer renderer) throws IOException {
    if (folder.isPresent() == (published.size() == 2) || published.size() == 1) {
      throw new CliFailure(
          Exit.USAGE, "say which release: either PRODUCT and RELEASE, or --folder FOLDER");
    }
    if (folder.isPresent()) {
      return ReleaseObjects.of(shell.path(folder.get()).normalize(), renderer);
    }
    var named = new PublishedRelease(published.get(0), published.get(1));
    var client = registry.client(shell, connection.api(shell));
    var store = new ReleaseStore(client, named.product());
    return ReleaseObjects.of(RegistryOptions.attempt(() -> named.pull(store)).bundle(), renderer);
  }

  private void write(ReleaseRights rights) {
    String values = values(rights, home(rights));
    if (out.isEmpty()) {
      shell.out().print(values);
      shell.out().flush();
      return;
    }
    try {
      Files.writeString(shell.path(out.get()), values, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CliFailure(Exit.FAILED, out.get() + ": " + Reason.of(e));
    }
    rights.notes().forEach(shell.out()::println);
    shell.out().println("written to " + out.get());
    shell.out().flush();
  }

  private String home(ReleaseRights rights) {
    return namespace.orElseGet(() -> {
      if (rights.namespaces().size() > 1) {
        throw new CliFailure(
            Exit.USAGE,
            "the release writes to %s: say with --namespace where the runner lives"
                .formatted(String.join(", ", rights.namespaces().keySet())));
      }
      return rights.namespaces().isEmpty() ? "" : rights.namespaces().firstKey();
    });
  }

  /// Values of the chart, with what needs each right beside it.
  private static String values(ReleaseRights rights, String home) {
    var lines = new ArrayList<String>();
    rights.notes().forEach(note -> lines.add("# " + note));
    lines.add("rights:");
    list(lines, "  ", "components", rights.namespaces().getOrDefault(home, List.of()));
    var others = new TreeMap<>(rights.namespaces());
    others.remove(home);
    lines.add("  namespaces:" + (others.isEmpty() ? " {}" : ""));
    others.forEach((name, rules) -> list(lines, "    ", name, rules));
    list(lines, "  ", "cluster", rights.cluster());
    return String.join("\n", lines) + "\n";
  }

  private static void list(List<String> lines, String indent, String name, List<Rule> rules) {
    lines.add(indent + name + ":" + (rules.isEmpty() ? " []" : ""));
    for (Rule rule : rules) {
      lines.add(indent + "  # " + rule.reasons());
      lines.add(indent + "  - " + json(rule));
    }
  }

  /// JSON is YAML, whatever stands in a name.
  private static JsonNode json(Rule rule) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putArray("apiGroups").add(rule.group());
    json.putArray("resources").add(rule.resource());
    if (!rule.names().isEmpty()) {
      ArrayNode names = json.putArray("resourceNames");
      rule.names().forEach(names::add);
    }
    ArrayNode verbs = json.putArray("verbs");
    rule.verbs().forEach(verbs::add);
    return json;
  }
}
