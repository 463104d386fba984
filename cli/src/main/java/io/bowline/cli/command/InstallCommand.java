package io.bowline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.api.Releases;
import io.bowline.cli.arrival.AbandonCommand;
import io.bowline.cli.arrival.ReportCommand;
import io.bowline.cli.arrival.ReportsCommand;
import io.bowline.cli.arrival.StatusCommand;
import io.bowline.cli.installer.GuideCommand;
import io.bowline.cli.installer.InstallerEnd;
import io.bowline.cli.installer.LendRoleCommand;
import io.bowline.cli.installer.LinkCommand;
import io.bowline.cli.installer.PageCommand;
import io.bowline.cli.installer.PolicyCommand;
import io.bowline.cli.installer.TemplateCommand;
import io.bowline.cli.installer.WaysIn;
import io.bowline.cli.leaving.CertificateCommand;
import io.bowline.cli.leaving.CloseCommand;
import io.bowline.cli.leaving.InventoryCommand;
import io.bowline.cli.leaving.UninstallCommand;
import io.bowline.cli.preflight.InstallPreflightCommand;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.PrivateFile;
import io.bowline.cli.session.Shell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Groups the verbs of installs.
@Command(
    name = "install",
    description = "Installs: one data plane in one place each.",
    subcommands = {
      InstallCommand.ListInstalls.class,
      InstallCommand.Create.class,
      InstallCommand.Show.class,
      StatusCommand.class,
      InstallCommand.Set.class,
      InstallCommand.History.class,
      FindingsCommand.class,
      TemplateCommand.class,
      PageCommand.class,
      GuideCommand.class,
      LinkCommand.class,
      PolicyCommand.class,
      LendRoleCommand.class,
      InstallCommand.Token.class,
      ReportCommand.class,
      ReportsCommand.class,
      PinCommand.Offer.class,
      PinCommand.Pin.class,
      PinCommand.Unpin.class,
      UninstallCommand.class,
      InventoryCommand.class,
      CloseCommand.class,
      CertificateCommand.class,
      InstallPreflightCommand.class,
      AbandonCommand.class
    })
public final class InstallCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "/id"),
          Column.of("NAME", "/name"),
          Column.of("STATUS", "/status"),
          Column.of("PRODUCT", "/product"),
          Column.of("CLOUD", "/cloud"),
          Column.of("REGION", "/region"),
          Column.of("RELEASE", "/release"),
          Column.of("FINDINGS", "/openFindings"),
          Column.of("REASON", "/reason"));

  @Command(name = "list", description = "List installs.")
  static final class ListInstalls extends ApiVerb {
    @Option(names = "--limit", paramLabel = "N", description = "At most (${DEFAULT-VALUE}).")
    private int limit = 500;

    ListInstalls(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      List<JsonNode> installs = api.list(api.tenant("installs"), Map.of(), limit);
      printer.list(Releases.named(api, printer, installs), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "create", description = "Create an install; its runner then enrolls.")
  static final class Create extends ApiVerb {
    @Parameters(paramLabel = "NAME", description = "Its name.")
    private String name = "";

    @Option(
        names = "--product",
        required = true,
        paramLabel = "PRODUCT",
        description = "What it runs, e.g. acme/streaming.")
    private String product = "";

    @Option(
        names = "--cloud",
        paramLabel = "CLOUD",
        description = "aws, azure, gcp or oci (previews), byok (${DEFAULT-VALUE}).")
    private String cloud = "byok";

    @Option(
        names = "--account",
        paramLabel = "ACCOUNT",
        description = {
          "Where it is bound to: the 12 digits of an AWS account, the id of an Azure subscription or of a",
          "GCP project, the OCID of an Oracle tenancy; anything for byok (${DEFAULT-VALUE})."
        })
    private String account = "own";

    @Option(
        names = "--region",
        paramLabel = "REGION",
        description = "Where it is (${DEFAULT-VALUE}).")
    private String region = "local";

    @Option(
        names = {"-i", "--input"},
        paramLabel = "NAME=VALUE",
        description = "An input; a secret is given as namespace/name#key, never as a value.")
    private Map<String, String> inputs = Map.of();

    @Option(
        names = "--proof",
        paramLabel = "WHETHER",
        description = {
          "Whether its runner has to show by its cloud's word that it is in this account: required,",
          "if-offered or none; left out: as the vendor has it for the cloud."
        })
    private Optional<String> proof = Optional.empty();

    Create(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      ObjectNode body =
          object()
              .put("name", name)
              .put("product", product)
              .put("cloud", cloud)
              .put("account", account)
              .put("region", region);
      inputs.forEach(body.putObject("inputs")::put);
      proof.ifPresent(whether -> body.put("proof", whether));
      JsonNode made = api.post(api.tenant("installs"), body);
      printer.one(made, COLUMNS);
      if (made.path("support").asText().equals("Preview")) {
        printer.say(
            "PREVIEW: installs in " + cloud + " are a preview: nothing is promised of them.");
      }
      WaysIn.of(api, made).forEach(printer::say);
      if (!cloud.equals("byok")) {
        PageCommand.lines(api, printer, name);
      }
      return Exit.OK;
    }
  }

  @Command(name = "set", description = "Replace an install's inputs; the next plan uses them.")
  static final class Set extends ApiVerb {
    @Parameters(paramLabel = "INSTALL", description = "Name or id.")
    private String install = "";

    @Option(
        names = {"-i", "--input"},
        required = true,
        paramLabel = "NAME=VALUE",
        description = "An input; a secret is given as namespace/name#key, never as a value.")
    private Map<String, String> inputs = Map.of();

    Set(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      ObjectNode body = object();
      inputs.forEach(body.putObject("inputs")::put);
      printer.one(api.put(Installs.path(api, install, "inputs"), body), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "history", description = "Show how an install's status changed.")
  static final class History extends ApiVerb {
    @Parameters(paramLabel = "INSTALL", description = "Name or id.")
    private String install = "";

    History(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      List<JsonNode> changes = new ArrayList<>();
      api.get(Installs.path(api, install, "history"), Map.of()).forEach(changes::add);
      printer.list(
          changes,
          List.of(
              Column.of("TIME", "/at"),
              Column.of("STATUS", "/status"),
              Column.of("REASON", "/reason")));
      return Exit.OK;
    }
  }

  @Command(name = "show", description = "Show an install.")
  static final class Show extends ApiVerb {
    @Parameters(paramLabel = "INSTALL", description = "Name or id.")
    private String install = "";

    Show(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      JsonNode shown = api.get(Installs.path(api, install), Map.of());
      printer.one(Releases.named(api, printer, List.of(shown)).getFirst(), COLUMNS);
      if (shown.path("openFindings").asInt() > 0) {
        FindingsCommand.open(api, install)
            .forEach(finding -> printer.say("FINDING: " + Printer.text(finding.path("text"))));
      }
      InstallerEnd.lines(shown).forEach(printer::say);
      return Exit.OK;
    }
  }

  @Command(
      name = "token",
      description = "Make a one-time enrollment token for the install's runner; shown once.")
  static final class Token extends ApiVerb {
    @Parameters(paramLabel = "INSTALL", description = "Name or id.")
    private String install = "";

    @Option(
        names = "--bootstrap",
        paramLabel = "FILE",
        description = "Write what the runner starts from, token included, to this new file.")
    private Optional<Path> bootstrap = Optional.empty();

    Token(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      JsonNode made = api.post(Installs.path(api, install, "enrollment-tokens"), object());
      if (bootstrap.isPresent()) {
        PrivateFile.write(
            shell().path(bootstrap.get()), made.path("bootstrap").toPrettyString() + "\n");
        printer.say(
            "wrote "
                + bootstrap.get()
                + ", good for one runner until "
                + Printer.text(made.path("expiresAt")));
        return Exit.OK;
      }
      printer.one(made, List.of(Column.of("TOKEN", "/token"), Column.of("EXPIRES", "/expiresAt")));
      return Exit.OK;
    }
  }
}
