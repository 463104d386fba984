package io.bowline.cli.member;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.account.Asked;
import io.bowline.cli.api.Api;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Link;
import io.bowline.cli.session.Profile;
import io.bowline.cli.session.SecretText;
import io.bowline.cli.session.Shell;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Accepts an invitation and remembers the token that comes of it.
@Command(
    name = "accept",
    description = {
      "Accept an invitation: become a member, and be signed in.",
      "The link comes from --link-file ('-' is standard input) or BOWLINE_INVITATION."
    })
final class AcceptCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(names = "--link-file", paramLabel = "FILE", description = "File with the link.")
  private Optional<Path> linkFile = Optional.empty();

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "What the others are to call you.")
  private String name = "";

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "File with the password that you choose; asked for when absent.")
  private Optional<Path> passwordFile = Optional.empty();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Authorities to trust, in PEM, in place of the system's.")
  private Optional<Path> certificates = Optional.empty();

  AcceptCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Link link = Link.parse(given().reveal());
    Optional<Path> trusted = certificates.map(shell::path);
    Profile stranger = new Profile(link.server(), trusted, Optional.empty(), Optional.empty());
    ObjectNode said =
        JsonNodeFactory.instance.objectNode().put("invitation", link.text()).put("name", name);
    Asked.chosen(shell, passwordFile).ifPresent(chosen -> said.put("password", chosen.reveal()));
    JsonNode joined = new Api(stranger, shell).post("invitations/accept", said);
    new Profile(
            link.server(),
            trusted,
            Optional.of(SecretText.of(joined.path("token").asText())),
            Optional.of(joined.path("organization").asText()))
        .store(shell, Optional.ofNullable(joined.path("device").textValue()));
    shell
        .out()
        .println(
            "signed in to %s as %s (%s)"
                .formatted(
                    link.server(),
                    joined.path("member").path("email").asText(),
                    joined.path("member").path("role").asText()));
    shell.out().flush();
    return 0;
  }

  private SecretText given() {
    return linkFile
        .map(file -> SecretText.read(shell, file))
        .or(() -> shell.variable("BOWLINE_INVITATION").map(SecretText::of))
        .orElseThrow(() ->
            new CliFailure(
                Exit.USAGE, "no invitation; give --link-file FILE or set BOWLINE_INVITATION"));
  }
}
