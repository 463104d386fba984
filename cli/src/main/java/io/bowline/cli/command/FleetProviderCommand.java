package io.bowline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Reason;
import io.bowline.cli.session.Shell;
import io.bowline.cloud.ProviderType;
import io.bowline.cloud.permission.PermissionDocument;
import io.bowline.model.place.Cloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Groups the verbs of fleet providers.
@Command(
    name = "fleet-provider",
    description = "Fleet providers: the credentials of cloud accounts that fleets are made in.",
    subcommands = {
      FleetProviderCommand.Create.class,
      FleetProviderCommand.ListProviders.class,
      FleetProviderCommand.Get.class,
      FleetProviderCommand.Update.class,
      FleetProviderCommand.Validate.class,
      FleetProviderCommand.Checks.class,
      FleetProviderCommand.Delete.class,
      FleetProviderCommand.Policy.class,
      FleetProviderCommand.Types.class
    })
public final class FleetProviderCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("IDENTIFIER", "/identifier"),
          Column.of("TYPE", "/provider_type"),
          Column.of("ID", "/id"),
          Column.of("CREATED", "/created_at"),
          Column.of("UPDATED", "/updated_at"));

  private static String path(Api api, String identifier) {
    return api.tenant("fleet-providers/" + Api.segment(identifier));
  }

  private static void show(Printer printer, JsonNode provider) {
    printer.one(provider, COLUMNS);
    provider
        .path("configuration")
        .properties()
        .forEach(
            field -> printer.say("  %s: %s".formatted(field.getKey(), field.getValue().asText())));
  }

  @Command(
      name = "create",
      description = "Add the credentials of a cloud account.",
      modelTransformer = ProviderInstructions.class)
  static final class Create extends ApiVerb {
    @Parameters(paramLabel = "IDENTIFIER", description = "Its name: a-z, 0-9 and -, for good.")
    private String identifier = "";

    @Option(
        names = "--type",
        required = true,
        paramLabel = "TYPE",
        description = "aws, gcp, oci or azure.")
    private String type = "";

    @Mixin private ProviderFields fields = new ProviderFields();

    Create(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      ProviderType known = known(type);
      ObjectNode body =
          object().put("identifier", identifier).put("provider_type", known.cloud().text());
      body.set("configuration", fields.whole(shell(), known));
      show(printer, api.post(api.tenant("fleet-providers"), body));
      return Exit.OK;
    }
  }

  private static ProviderType known(String type) {
    return Cloud.parse(type)
        .map(ProviderType::of)
        .orElseThrow(() ->
            new CliFailure(
                Exit.USAGE,
                "there is no provider type %s; choose aws, gcp, oci or azure".formatted(type)));
  }

  @Command(name = "list", description = "List fleet providers.")
  static final class ListProviders extends ApiVerb {
    @Option(names = "--limit", paramLabel = "N", description = "At most (${DEFAULT-VALUE}).")
    private int limit = 1000;

    ListProviders(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.list(api.list(api.tenant("fleet-providers"), Map.of(), limit), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "get", description = "Show a fleet provider; its secrets are masked.")
  static final class Get extends ApiVerb {
    @Parameters(paramLabel = "PROVIDER", description = "Its name.")
    private String identifier = "";

    Get(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      show(printer, api.get(path(api, identifier), Map.of()));
      return Exit.OK;
    }
  }

  @Command(
      name = "update",
      description = "Change a fleet provider's configuration; what is not named stays.")
  static final class Update extends ApiVerb {
    @Parameters(paramLabel = "PROVIDER", description = "Its name.")
    private String identifier = "";

    @Mixin private ProviderFields fields = new ProviderFields();

    @Option(
        names = "--unset",
        paramLabel = "FIELD",
        description = "Take an optional field away; may be given several times.")
    private List<String> unset = List.of();

    Update(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      String path = path(api, identifier);
      ProviderType type = known(api.get(path, Map.of()).path("provider_type").asText());
      ObjectNode configuration = fields.named(shell(), type);
      unset.forEach(configuration::putNull);
      if (configuration.isEmpty()) {
        throw new CliFailure(Exit.USAGE, "nothing to change; name a field with --set or --from");
      }
      show(printer, api.patch(path, object().set("configuration", configuration)));
      return Exit.OK;
    }
  }

  @Command(
      name = "validate",
      description = {
        "Ask the cloud whether the credentials are good, and what they may do.",
        "Ends with 0 only when everything was found right."
      })
  static final class Validate extends ApiVerb {
    @Parameters(paramLabel = "PROVIDER", description = "Its name.")
    private String identifier = "";

    Validate(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      return told(printer, api.post(path(api, identifier) + "/validate", object()));
    }

    private static Exit told(Printer printer, JsonNode found) {
      printer.one(found, List.of(Column.of("STATUS", "/status"), Column.of("ENDED", "/ended_at")));
      if (found.path("status").asText().equals("pending")) {
        printer.say(Printer.text(found.path("detail")));
        printer.say("job: " + Printer.text(found.path("job")));
        return Exit.FAILED;
      }
      checks(printer, "credentials", found.path("credentials"));
      checks(printer, "permissions", found.path("permissions"));
      return found.path("status").asText().equals("valid") ? Exit.OK : Exit.FAILED;
    }

    private static void checks(Printer printer, String part, JsonNode found) {
      printer.say("%s: %s".formatted(part, found.path("result").asText()));
      for (JsonNode check : found.path("checks")) {
        printer.say(
            "  %-12s  %s: %s"
                .formatted(
                    check.path("result").asText(),
                    check.path("name").asText(),
                    check.path("detail").asText()));
        check
            .path("actions")
            .forEach(action -> printer.say("                  " + action.asText()));
      }
    }
  }

  @Command(
      name = "checks",
      description = {
        "Show what the last validation found, without asking the cloud again.",
        "Ends with 0 only when everything was found right."
      })
  static final class Checks extends ApiVerb {
    @Parameters(paramLabel = "PROVIDER", description = "Its name.")
    private String identifier = "";

    Checks(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      return Validate.told(printer, api.get(path(api, identifier) + "/validation", Map.of()));
    }
  }

  @Command(
      name = "types",
      description = "List the clouds that fleets can be made in, or show one of them.")
  static final class Types extends ApiVerb {
    private static final List<Column> TYPES =
        List.of(
            Column.of("TYPE", "/provider_type"),
            Column.of("NAME", "/name"),
            Column.of("STATUS", "/status"),
            Column.of("DESCRIPTION", "/description"));

    @Parameters(
        arity = "0..1",
        paramLabel = "TYPE",
        description = "Show this one, and how its credentials are made: aws, gcp, oci or azure.")
    private Optional<String> type = Optional.empty();

    Types(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      if (type.isEmpty()) {
        printer.list(api.list("provider-types", Map.of(), 100), TYPES);
        return Exit.OK;
      }
      JsonNode one = api.get("provider-types/" + Api.segment(type.get()), Map.of());
      printer.one(one, TYPES);
      one.path("instructions").forEach(line -> printer.say(Printer.text(line)));
      return Exit.OK;
    }
  }

  @Command(name = "delete", description = "Delete a fleet provider and its secrets.")
  static final class Delete extends ApiVerb {
    @Parameters(paramLabel = "PROVIDER", description = "Its name.")
    private String identifier = "";

    Delete(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      api.delete(path(api, identifier));
      printer.say("deleted " + identifier);
      return Exit.OK;
    }
  }

  @Command(
      name = "policy",
      description = {
        "Write the permission document of a provider type, in the form which the cloud takes.",
        "It needs no server."
      })
  static final class Policy implements java.util.concurrent.Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "TYPE", description = "aws, gcp, oci or azure.")
    private String type = "";

    @Option(
        names = "--boundary",
        description = "The policy that bounds every role of a fleet instead; there is one for aws.")
    private boolean boundary;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to (standard output).")
    private Optional<Path> out = Optional.empty();

    Policy(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      String document = document(known(type).cloud()).toPrettyString() + "\n";
      out.map(shell::path).ifPresentOrElse(file -> write(file, document), () -> print(document));
      return Exit.OK.code();
    }

    private ObjectNode document(Cloud cloud) {
      return boundary
          ? PermissionDocument.boundary(cloud)
              .orElseThrow(
                  () -> new CliFailure(Exit.USAGE, "there is no boundary for %s".formatted(type)))
          : PermissionDocument.of(cloud);
    }

    private void print(String document) {
      shell.out().print(document);
      shell.out().flush();
    }

    private static void write(Path file, String document) {
      try {
        Files.writeString(file, document);
      } catch (IOException e) {
        throw new CliFailure(Exit.CONFLICT, "cannot write " + file + ": " + Reason.of(e));
      }
    }
  }
}
