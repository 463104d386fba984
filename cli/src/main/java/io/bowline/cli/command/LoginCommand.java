package io.bowline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Profile;
import io.bowline.cli.session.SecretText;
import io.bowline.cli.session.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Remembers a server and a token.
@Command(
    name = "login",
    description = {
      "Remember a server and a token of it, after trying them.",
      "The token comes from --token-file ('-' is standard input) or BOWLINE_TOKEN."
    })
public final class LoginCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "URL", description = "Address of the server.")
  private String server = "";

  @Option(names = "--token-file", paramLabel = "FILE", description = "File with the token.")
  private Optional<Path> tokenFile = Optional.empty();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Authorities to trust, in PEM, in place of the system's.")
  private Optional<Path> certificates = Optional.empty();

  @Option(names = "--org", paramLabel = "NAME", description = "Organization to act for.")
  private Optional<String> organization = Optional.empty();

  LoginCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    SecretText token =
        tokenFile
            .map(file -> SecretText.read(shell, file))
            .or(() -> shell.variable("BOWLINE_TOKEN").map(SecretText::of))
            .orElseThrow(() ->
                new CliFailure(
                    Exit.USAGE, "no token; give --token-file FILE or set BOWLINE_TOKEN"));
    Profile profile =
        new Profile(
            Profile.address(server),
            certificates.map(shell::path),
            Optional.of(token),
            organization);
    List<JsonNode> open = new Api(profile, shell).list("organizations", Map.of(), 100);
    List<String> names = open.stream().map(org -> org.path("name").asText()).toList();
    profile.store(shell);
    shell
        .out()
        .println(
            "logged in to %s; organizations: %s"
                .formatted(
                    profile.server(), names.isEmpty() ? "none yet" : String.join(", ", names)));
    shell.out().flush();
    return 0;
  }
}
