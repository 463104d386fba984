package io.bowline.cli.account;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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

/// Sets a password anew by a link, which needs no other proof and no server that is known.
@Command(
    name = "reset-password",
    description = {
      "Set your password anew by a link that an owner or admin made for you; all your sessions end.",
      "The link comes from --link-file ('-' is standard input)."
    })
final class ResetPasswordCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(
      names = "--link-file",
      required = true,
      paramLabel = "FILE",
      description = "File with the link.")
  private Path linkFile = Path.of("-");

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "File with the new password; asked for when absent.")
  private Optional<Path> passwordFile = Optional.empty();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Authorities to trust, in PEM, in place of the system's.")
  private Optional<Path> certificates = Optional.empty();

  ResetPasswordCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Link link = Link.parse(SecretText.read(shell, linkFile).reveal());
    SecretText password =
        Asked.chosen(shell, passwordFile)
            .orElseThrow(
                () -> new CliFailure(Exit.USAGE, "no password; give it with --password-file FILE"));
    Optional<Path> trusted =
        certificates.or(() -> shell.variable("BOWLINE_CA").map(Path::of)).map(shell::path);
    Profile stranger = new Profile(link.server(), trusted, Optional.empty(), Optional.empty());
    new Api(stranger, shell)
        .post(
            "password-resets/accept",
            JsonNodeFactory.instance
                .objectNode()
                .put("reset", link.text())
                .put("password", password.reveal()));
    shell.out().println("the password is set; sign in with it (bowline sign-in)");
    shell.out().flush();
    return 0;
  }
}
