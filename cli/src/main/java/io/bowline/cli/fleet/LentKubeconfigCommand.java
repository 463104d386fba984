package io.bowline.cli.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.cluster.HandedOver;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Groups the verbs of kubeconfigs that are lent.
@Command(
    name = "kubeconfig",
    description = "The kubeconfig that is lent for a fleet, until its runner has enrolled.",
    subcommands = {
      LentKubeconfigCommand.Upload.class,
      LentKubeconfigCommand.Get.class,
      LentKubeconfigCommand.Delete.class
    })
final class LentKubeconfigCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("FLEET", "/fleet"),
          Column.of("STATUS", "/status"),
          Column.of("CONTEXT", "/context"),
          Column.of("SERVER", "/server"),
          Column.of("NAMESPACE", "/namespace"),
          Column.of("REVISION", "/revision"),
          Column.of("LENT BY", "/lent_by"),
          Column.of("EXPIRES", "/expires_at"),
          Column.of("DESTROYED", "/destroyed_at"),
          Column.of("WHY", "/destroyed_because"));

  private LentKubeconfigCommand() {}

  /// One check of the cluster in a line.
  static String line(JsonNode check) {
    return "  %-13s %-12s %s"
        .formatted(
            check.path("name").asText(),
            check.path("result").asText(),
            check.path("detail").asText());
  }

  private static String path(Api api, String fleet) {
    return FleetCommand.path(api, fleet) + "/kubeconfig";
  }

  @Command(
      name = "upload",
      description = {
        "Lend a kubeconfig: to make a fleet, to repair one, or to take one down.",
        "The file is looked at here first, and only the chosen context is sent; it is never shown"
            + " again."
      })
  static final class Upload extends ApiVerb {
    @Parameters(index = "0", paramLabel = "FLEET", description = "Identifier or id.")
    private String fleet = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The kubeconfig; - is stdin.")
    private Path file = Path.of("");

    @Option(
        names = "--context",
        paramLabel = "NAME",
        description = "The context to use; the current one when absent.")
    private Optional<String> context = Optional.empty();

    @Option(names = "--wait", description = "Show how it goes until the fleet is Healthy, or not.")
    private boolean wait = false;

    Upload(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      String text = HandedOver.read(shell(), file, context);
      JsonNode lent = api.post(path(api, fleet), object().put("kubeconfig", text));
      if (wait) {
        return new FleetWatch(shell(), api, printer).untilHealthy(fleet);
      }
      printer.one(lent, COLUMNS);
      return Exit.OK;
    }
  }

  @Command(
      name = "get",
      description = "Show what became of the kubeconfig that was lent; never the kubeconfig.")
  static final class Get extends ApiVerb {
    @Parameters(paramLabel = "FLEET", description = "Identifier or id.")
    private String fleet = "";

    Get(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      JsonNode lent = api.get(path(api, fleet), Map.of());
      printer.one(lent, COLUMNS);
      lent.path("checks").forEach(check -> printer.say(line(check)));
      return Exit.OK;
    }
  }

  @Command(
      name = "delete",
      description = "Destroy the kubeconfig that was lent, before or instead of its use.")
  static final class Delete extends ApiVerb {
    @Parameters(paramLabel = "FLEET", description = "Identifier or id.")
    private String fleet = "";

    Delete(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      api.delete(path(api, fleet));
      printer.say("destroyed the kubeconfig that was lent for " + fleet);
      return Exit.OK;
    }
  }
}
