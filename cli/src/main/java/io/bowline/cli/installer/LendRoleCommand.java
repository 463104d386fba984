package io.bowline.cli.installer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Has the vendor make an install's base layer, once.
@Command(
    name = "lend-role",
    description = {
      "Have the vendor make the base layer in AWS, once, by a role of your account that you lend: make the",
      "role as `install policy --vendor` prints it. Without --role: how far it is."
    })
public final class LendRoleCommand extends ApiVerb {
  private static final List<Column> COLUMNS =
      List.of(Column.of("JOB", "/job"), Column.of("PHASE", "/phase"), Column.of("WHY", "/why"));

  @Parameters(paramLabel = "INSTALL", description = "Name or id.")
  private String install = "";

  @Option(names = "--role", paramLabel = "ARN", description = "The role that is lent.")
  private Optional<String> role = Optional.empty();

  @Option(
      names = "--network",
      paramLabel = "CIDR",
      description = "Addresses of the network that is made, /16 to /21 (10.64.0.0/16).")
  private Optional<String> network = Optional.empty();

  @Option(
      names = "--cluster-access",
      paramLabel = "ARN",
      description = "Who of yours may put the runner into the cluster: a role or a user.")
  private Optional<String> access = Optional.empty();

  LendRoleCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    String path = api.tenant("installs/" + Api.segment(install) + "/lent-role");
    if (role.isEmpty()) {
      if (network.isPresent() || access.isPresent()) {
        throw new CliFailure(Exit.USAGE, "--network and --cluster-access go with --role");
      }
      JsonNode shown = api.get(path, Map.of());
      printer.one(shown, COLUMNS);
      shown
          .path("made")
          .properties()
          .forEach(each -> printer.say(each.getKey() + ": " + Printer.text(each.getValue())));
      return Exit.OK;
    }
    ObjectNode body = object().put("role", role.get());
    network.ifPresent(cidr -> body.put("network", cidr));
    access.ifPresent(arn -> body.put("clusterAccess", arn));
    printer.one(api.post(path, body), COLUMNS);
    return Exit.OK;
  }
}
