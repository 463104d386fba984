package io.bowline.cli.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Profile;
import io.bowline.cli.session.SecretText;
import io.bowline.cli.session.Shell;
import io.bowline.cli.sso.BrowserSignIn;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Signs a person in and remembers the session.
@Command(
    name = "sign-in",
    description = {
      "Sign in by address and password, and remember the session in a file of yours alone.",
      "The password is asked for, or comes from --password-file ('-' is standard input).",
      "With --sso, sign in through the organization's identity provider, in a browser."
    })
public final class SignInCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      arity = "0..1",
      paramLabel = "URL",
      description = "Address of the server; the remembered one when absent.")
  private Optional<String> server = Optional.empty();

  @Option(
      names = "--org",
      paramLabel = "NAME",
      description = "Organization to sign in to; the remembered one when absent.")
  private Optional<String> organization = Optional.empty();

  @Option(
      names = "--email",
      paramLabel = "ADDRESS",
      description = "Your address in it; needed without --sso.")
  private Optional<String> email = Optional.empty();

  @Option(names = "--sso", description = "Sign in through the organization's identity provider.")
  private boolean sso;

  @Option(
      names = "--paste",
      description = "With --sso, when the browser is on another machine: copy its last address.")
  private boolean paste;

  @Option(names = "--password-file", paramLabel = "FILE", description = "File with the password.")
  private Optional<Path> passwordFile = Optional.empty();

  @Option(
      names = "--code-file",
      paramLabel = "FILE",
      description = "File with a code of your second factor, or a recovery code.")
  private Optional<Path> codeFile = Optional.empty();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Authorities to trust, in PEM, in place of the system's.")
  private Optional<Path> certificates = Optional.empty();

  SignInCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Profile stranger = stranger();
    String known =
        stranger
            .organization()
            .orElseThrow(
                () -> new CliFailure(Exit.USAGE, "say which organization with --org NAME"));
    if (sso == email.isPresent()) {
      throw new CliFailure(Exit.USAGE, "give --email ADDRESS, or --sso");
    }
    JsonNode in =
        sso
            ? new BrowserSignIn(shell, new Api(stranger, shell)).signIn(known, paste)
            : byPassword(stranger, known, email.orElseThrow());
    new Profile(
            stranger.server(),
            stranger.certificates(),
            Optional.of(SecretText.of(in.path("token").asText())),
            Optional.of(in.path("organization").asText()))
        .store(
            shell,
            Optional.ofNullable(in.path("device").textValue())
                .or(() -> Profile.device(shell, stranger.server())));
    shell
        .out()
        .println(
            "signed in to %s as %s until %s"
                .formatted(
                    stranger.server(),
                    email.orElseGet(() -> "member " + in.path("member").asText()),
                    in.path("expiresAt").asText()));
    in.path("notices").forEach(notice -> shell.out().println(notice.path("text").asText()));
    shell.out().flush();
    return 0;
  }

  private JsonNode byPassword(Profile stranger, String known, String address) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("organization", known);
    body.put("email", address);
    body.put(
        "password", Asked.secret(shell, passwordFile, "Password: ", "--password-file").reveal());
    Profile.device(shell, stranger.server()).ifPresent(device -> body.put("device", device));
    codeFile.ifPresent(file -> body.put("code", SecretText.read(shell, file).reveal()));
    return signedIn(new Api(stranger, shell), body);
  }

  /// The code is asked for once the password was right.
  private JsonNode signedIn(Api api, ObjectNode body) {
    try {
      return api.post("sign-in", body);
    } catch (CliFailure failure) {
      if (!failure.field().equals("code") || codeFile.isPresent()) {
        throw failure;
      }
      String code =
          shell.world().ask("Code of your second factor: ", false).orElseThrow(() -> failure);
      return api.post("sign-in", body.put("code", code.strip()));
    }
  }

  /// The server and organization that are meant, without what was remembered for somebody else.
  private Profile stranger() {
    if (server.isEmpty()) {
      Profile known = Profile.load(shell);
      return new Profile(
          known.server(),
          certificates.map(shell::path).or(known::certificates),
          Optional.empty(),
          organization.or(known::organization));
    }
    return new Profile(
        Profile.address(server.get()),
        certificates.or(() -> shell.variable("BOWLINE_CA").map(Path::of)).map(shell::path),
        Optional.empty(),
        organization.or(() -> shell.variable("BOWLINE_ORG")));
  }
}
