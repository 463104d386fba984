package io.bowline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.api.Releases;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Groups the verbs of plans.
@Command(
    name = "plan",
    description = "Plans: the exact steps for one install, with diffs.",
    subcommands = {
      PlanCommand.Create.class,
      PlanCommand.ListPlans.class,
      PlanCommand.Show.class,
      PlanCommand.Watch.class
    })
public final class PlanCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "/id"),
          Column.of("INSTALL", "/install"),
          Column.of("RELEASE", "/release"),
          Column.of("STAGE", "/stage"),
          Column.of("STATUS", "/status"),
          Column.of("DIGEST", "/digest"),
          Column.of("JOB", "/job"),
          Column.of("REASON", "/reason"));

  /// The install is known already, and a digest tells a person nothing.
  private static final List<Column> IN_A_LIST =
      List.of(
          Column.of("ID", "/id"),
          Column.of("RELEASE", "/release"),
          Column.of("STAGE", "/stage"),
          Column.of("STATUS", "/status"),
          Column.of("REASON", "/reason"));

  @Command(
      name = "create",
      description = {
        "Ask an install's runner for a plan towards a release: the one that is named, or the one",
        "that the install is offered."
      })
  static final class Create extends ApiVerb {
    @Parameters(paramLabel = "INSTALL", description = "Name or id.")
    private String install = "";

    @Option(names = "--release", paramLabel = "RELEASE", description = "Version or digest.")
    private Optional<String> release = Optional.empty();

    @Option(
        names = "--channel",
        paramLabel = "CHANNEL",
        description = "What this channel points at.")
    private Optional<String> channel = Optional.empty();

    @Option(
        names = "--product",
        paramLabel = "PRODUCT",
        description = "Product, e.g. acme/streaming; the install's own when absent.")
    private String product = "";

    @Option(
        names = {"-i", "--input"},
        paramLabel = "NAME=VALUE",
        description = "An input; a secret is given as namespace/name#key, never as a value.")
    private Map<String, String> inputs = Map.of();

    Create(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      ObjectNode body = object();
      if (release.isPresent()) {
        body.put("release", Releases.digest(api, productOf(api), release.get()));
      }
      channel.ifPresent(name -> body.put("channel", name));
      if (!product.isEmpty()) {
        body.put("product", product);
      }
      ObjectNode values = body.putObject("inputs");
      inputs.forEach(values::put);
      JsonNode made = api.post(Installs.path(api, install, "plans"), body);
      printer.one(Releases.named(api, printer, List.of(made)).getFirst(), COLUMNS);
      return Exit.OK;
    }

    /// Whose version is meant: that of the install's own product, where nothing else is said.
    private String productOf(Api api) {
      return product.isEmpty() && !release.orElse("").startsWith("sha256:")
          ? api.get(Installs.path(api, install), Map.of()).path("product").asText()
          : product;
    }
  }

  @Command(name = "list", description = "List an install's plans, newest first.")
  static final class ListPlans extends ApiVerb {
    @Parameters(paramLabel = "INSTALL", description = "Name or id.")
    private String install = "";

    ListPlans(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      List<JsonNode> plans = api.list(Installs.path(api, install, "plans"), Map.of(), 100);
      printer.list(Releases.named(api, printer, plans), IN_A_LIST);
      return Exit.OK;
    }
  }

  @Command(name = "show", description = "Show a plan: its steps and what they would change.")
  static final class Show extends ApiVerb {
    @Parameters(paramLabel = "PLAN", description = "Id.")
    private String plan = "";

    Show(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      JsonNode shown = api.get(api.tenant("plans/" + Api.segment(plan)), Map.of());
      printer.one(Releases.named(api, printer, List.of(shown)).getFirst(), COLUMNS);
      PlanText.lines(shown).forEach(printer::say);
      return Exit.OK;
    }
  }

  @Command(
      name = "watch",
      description = {
        "Follow a plan until it is applied, returned or failed; the exit code says how it ended.",
        "A plan that waits for approval ends the watch, too, unless --through-approval is given."
      })
  static final class Watch extends ApiVerb {
    private static final java.util.Set<String> OVER =
        java.util.Set.of("applied", "returned", "failed", "superseded");

    @Parameters(paramLabel = "PLAN", description = "Id.")
    private String plan = "";

    @Option(names = "--through-approval", description = "Wait for somebody's approval, too.")
    private boolean throughApproval = false;

    Watch(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      String path = api.tenant("plans/" + Api.segment(plan));
      JsonNode now = api.get(path, Map.of());
      String told = "";
      while (!over(now)) {
        String status = now.path("status").asText();
        if (!status.equals(told)) {
          printer.say(status);
          told = status;
        }
        shell().pause();
        now = api.get(path, Map.of());
      }
      printer.one(Releases.named(api, printer, List.of(now)).getFirst(), COLUMNS);
      String status = now.path("status").asText();
      return status.equals("applied") || status.equals("awaiting-approval") ? Exit.OK : Exit.FAILED;
    }

    private boolean over(JsonNode now) {
      String status = now.path("status").asText();
      return OVER.contains(status) || (!throughApproval && status.equals("awaiting-approval"));
    }
  }
}
