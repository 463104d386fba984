package io.bowline.cli.api;

import io.bowline.cli.print.Format;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Profile;
import io.bowline.cli.session.Shell;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Options of every command that talks to a server.
public final class Connection {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "Form of the output: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private Format format = Format.table;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "Another server than the remembered one.")
  private Optional<String> server = Optional.empty();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Authorities to trust, in PEM, in place of the system's.")
  private Optional<Path> certificates = Optional.empty();

  @Option(
      names = "--org",
      paramLabel = "ORGANIZATION",
      description = "Organization to act for; the remembered or only one when absent.")
  private Optional<String> organization = Optional.empty();

  /// The API of the server that is meant.
  public Api api(Shell shell) {
    return new Api(profile(shell), shell);
  }

  /// Prints in the form that is wanted.
  public Printer printer(Shell shell) {
    return new Printer(shell.out(), format);
  }

  private Profile profile(Shell shell) {
    if (server.isEmpty()) {
      Profile known = Profile.load(shell);
      return new Profile(
          known.server(),
          certificates.or(known::certificates),
          known.token(),
          organization.or(known::organization));
    }
    // a token goes to the server it was made for; another one needs its own from the environment
    return new Profile(
        Profile.address(server.get()),
        certificates.or(() -> shell.variable("BOWLINE_CA").map(Path::of)),
        shell.variable("BOWLINE_TOKEN").map(io.bowline.cli.session.SecretText::of),
        organization.or(() -> shell.variable("BOWLINE_ORG")));
  }
}
