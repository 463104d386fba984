package io.bowline.cli.arrival;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.Https;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Profile;
import io.bowline.cli.session.Reason;
import io.bowline.cli.session.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Tells the control plane what was made in the account, for doors that do not do it themselves.
@Command(
    name = "report",
    description = {
      "Tell what was made in the account, by Terraform or by hand; stacks and templates do it themselves.",
      "Whoever has the account runs it: it needs the bootstrap file and nothing else. What leaves is",
      "account, region, and the types and ids of what was made; no value of anything."
    })
public final class ReportCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Shell shell;

  @Parameters(
      paramLabel = "PHASE",
      description = "begun, made, failed, rolled-back, updated or deleted.")
  private String phase = "";

  @Option(
      names = "--bootstrap",
      required = true,
      paramLabel = "FILE",
      description = "The bootstrap file, as install token wrote it; used up or not.")
  private Path bootstrap = Path.of("");

  @Option(
      names = "--account",
      required = true,
      paramLabel = "ACCOUNT",
      description = "Account, subscription, project or tenancy in which it was made.")
  private String account = "";

  @Option(
      names = "--region",
      required = true,
      paramLabel = "REGION",
      description = "Region in which it was made.")
  private String region = "";

  @Option(
      names = "--door",
      paramLabel = "WORD",
      description = "How it was made: by-hand, terraform or the like (${DEFAULT-VALUE}).")
  private String door = "by-hand";

  @Option(
      names = "--attempt",
      paramLabel = "TEXT",
      description = "What tells this try from every other (${DEFAULT-VALUE}).")
  private String attempt = "first";

  @Option(
      names = "--terraform",
      paramLabel = "FILE",
      description = "What `terraform show -json` printed; - is standard input.")
  private Optional<Path> terraform = Optional.empty();

  @Option(
      names = "--thing",
      paramLabel = "KIND=ID",
      description = "Something that was made; may be given many times.")
  private List<String> things = List.of();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why it failed.")
  private String reason = "";

  ReportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    JsonNode start = start();
    ObjectNode told =
        JsonNodeFactory.instance
            .objectNode()
            .put("token", start.path("token").asText())
            .put("door", door)
            .put("phase", phase)
            .put("attempt", attempt)
            .put("account", account)
            .put("region", region)
            .put("reason", reason);
    var made = told.putArray("made");
    MadeThings.add(things, made);
    terraform.ifPresent(file -> MadeThings.addTerraform(bytes(file), made));
    JsonNode heard = api(start).post("door-reports", told);
    shell
        .out()
        .println(
            "%s: told of %d things; the install is %s"
                .formatted(
                    Printer.text(heard.path("phase")),
                    made.size(),
                    Printer.text(heard.path("status"))));
    return Exit.OK.code();
  }

  private JsonNode start() {
    try {
      JsonNode start = JSON.readTree(bytes(bootstrap));
      if (start.path("token").isTextual()) {
        return start;
      }
    } catch (IOException e) {
      throw new CliFailure(Exit.USAGE, bootstrap + " is no bootstrap file: it is not JSON");
    }
    throw new CliFailure(Exit.USAGE, bootstrap + " is no bootstrap file: it has no token");
  }

  private byte[] bytes(Path file) {
    try {
      return file.toString().equals("-")
          ? shell.in().readAllBytes()
          : Files.readAllBytes(shell.path(file));
    } catch (IOException e) {
      throw new CliFailure(Exit.USAGE, "cannot read " + file + ": " + Reason.of(e));
    }
  }

  /// The server that the bootstrap file names, trusted by what it says, unless the environment
  /// names another way to it.
  private Api api(JsonNode start) {
    Optional<String> server = shell.variable("BOWLINE_SERVER");
    if (server.isPresent()) {
      Optional<Path> certificates = shell.variable("BOWLINE_CA").map(Path::of);
      return new Api(profile(server.get(), certificates), shell);
    }
    JsonNode address = start.path("addresses").path("artifacts");
    String place =
        "https://%s:%d".formatted(address.path("host").asText(), address.path("port").asInt());
    return new Api(
        profile(place, Optional.empty()),
        shell,
        Https.trusting(start.path("authorities").asText()));
  }

  private static Profile profile(String server, Optional<Path> certificates) {
    return new Profile(Profile.address(server), certificates, Optional.empty(), Optional.empty());
  }
}
