package io.bowline.cli.installer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import io.bowline.cloud.permission.Grant;
import io.bowline.cloud.permission.InstallerRole;
import io.bowline.cloud.permission.OneShot;
import io.bowline.cloud.permission.PermissionDocument;
import io.bowline.model.place.Cloud;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Prints the documents of the one-shot role under which an install's base layer is made.
@Command(
    name = "policy",
    description = {
      "Print a document of the one-shot role under which the install is made: it creates, reads no data,",
      "and ends by itself. Documents in every cloud: permissions, reasons. In AWS: boundary (of the role),",
      "trust, roles-boundary (of the roles that are made). In Azure, GCP and Oracle's cloud: assignment",
      "(how it is given, with its end), denial (what is denied to it besides), commands, data (how each",
      "read of data is kept from it). With --since: what the templates ask for that an earlier version",
      "did not, and why."
    })
public final class PolicyCommand extends ApiVerb {
  /// What is printed.
  enum What {
    PERMISSIONS,
    BOUNDARY,
    TRUST,
    ROLES_BOUNDARY,
    REASONS
  }

  @Parameters(paramLabel = "INSTALL", description = "Name or id.")
  private String install = "";

  @Option(
      names = "--document",
      paramLabel = "DOCUMENT",
      description = "Which one (${DEFAULT-VALUE}).")
  private String document = "permissions";

  @Option(
      names = "--until",
      paramLabel = "DATE",
      description =
          "The day on which it ends, as 2026-12-01; at its beginning, UTC. Every document needs one.")
  private Optional<LocalDate> until = Optional.empty();

  @Option(
      names = "--since",
      paramLabel = "VERSION",
      description = "Instead of a document: what this version asks for and that one did not.")
  private Optional<Integer> since = Optional.empty();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "managed_vpc, where it makes the network, or byo_vpc, where the network is there and nothing"
              + " at its level may be made or changed (${DEFAULT-VALUE}).")
  private String mode = "managed_vpc";

  @Option(
      names = "--vendor",
      paramLabel = "ARN",
      description = {
        "Who else may take it, knowing the external id: in trust, that it is they; in permissions and",
        "boundary, the bucket where they keep the record of what they make."
      })
  private String vendor = "";

  PolicyCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    String path = api.tenant("installs/" + Api.segment(install));
    JsonNode shown = api.get(path, Map.of());
    if (since.isPresent()) {
      return since(api, shown.path("cloud").asText(), since.get(), printer);
    }
    Cloud cloud =
        Cloud.parse(shown.path("cloud").asText())
            .orElseThrow(() ->
                new CliFailure(
                    Exit.CONFLICT,
                    "a cluster that is there already needs no such role: see docs/install-kubernetes.md"));
    if (cloud != Cloud.AWS) {
      return oneShot(cloud, shown, printer);
    }
    var role =
        new InstallerRole(
            shown.path("name").asText(),
            shown.path("account").asText(),
            api.get(path + "/installer", Map.of()).path("externalId").asText(),
            end(),
            vendor.isEmpty() ? "" : "bowline-state-" + shown.path("id").asText());
    switch (what()) {
      case PERMISSIONS -> print(printer, role.permissions(makesNetwork()));
      case BOUNDARY -> print(printer, role.boundary());
      case TRUST -> print(printer, role.trust(vendor));
      case ROLES_BOUNDARY -> print(printer, PermissionDocument.boundary(Cloud.AWS).orElseThrow());
      case REASONS -> {
        for (Grant grant : role.grants(makesNetwork())) {
          printer.say(grant.reason() + ": " + String.join(", ", grant.actions()));
        }
      }
    }
    return Exit.OK;
  }

  private Exit oneShot(Cloud cloud, JsonNode install, Printer printer) {
    if (!vendor.isEmpty()) {
      throw new CliFailure(
          Exit.USAGE,
          "--vendor is for AWS: in " + cloud.text() + " nobody of ours takes this role");
    }
    return new OneShotDocuments(
            new OneShot(
                cloud,
                install.path("name").asText(),
                install.path("account").asText(),
                end(),
                makesNetwork()))
        .print(document, printer);
  }

  private static Exit since(Api api, String cloud, int version, Printer printer) {
    JsonNode change =
        api.get(
            "installer-templates/" + Api.segment(cloud) + "/rights",
            Map.of("since", Integer.toString(version)));
    printer.file(change, String.join("\n", RightsLines.of(change)) + "\n");
    return Exit.OK;
  }

  private Instant end() {
    return until
        .orElseThrow(() -> new CliFailure(Exit.USAGE, "--until is needed: when it ends"))
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant();
  }

  private boolean makesNetwork() {
    return switch (mode) {
      case "managed_vpc" -> true;
      case "byo_vpc" -> false;
      default ->
          throw new CliFailure(Exit.USAGE, "--mode must be managed_vpc or byo_vpc, not " + mode);
    };
  }

  private What what() {
    for (What each : What.values()) {
      if (each.name().replace('_', '-').equalsIgnoreCase(document)) {
        return each;
      }
    }
    throw new CliFailure(
        Exit.USAGE,
        "--document must be permissions, boundary, trust, roles-boundary or reasons for an install in"
            + " AWS, not "
            + document);
  }

  private static void print(Printer printer, ObjectNode policy) {
    printer.file(policy, policy.toPrettyString() + "\n");
  }
}
