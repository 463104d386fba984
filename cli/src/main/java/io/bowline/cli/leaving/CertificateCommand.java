package io.bowline.cli.leaving;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.Connection;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Reason;
import io.bowline.cli.session.Shell;
import io.bowline.cloud.pem.PemCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Prints or saves the certificate of an install that has left.
@Command(
    name = "certificate",
    description = {
      "Print the certificate of an install that has left: what it had in the account, who made it, when it",
      "went, who has seen that, and what remains. With --out, save it as it was signed.",
      "With --verify, a saved one is held to authorities that you trust, and no server is asked."
    })
public final class CertificateCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private Connection connection = new Connection();

  @Parameters(
      paramLabel = "INSTALL",
      arity = "0..1",
      description = "Name or id; none with --verify.")
  private Optional<String> install = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the signed envelope (DSSE) there.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--verify",
      paramLabel = "FILE",
      description = "Say whether this is as it was signed; the exit code is 1 when it is not.")
  private Optional<Path> verify = Optional.empty();

  @Option(
      names = "--authorities",
      paramLabel = "FILE",
      description = "With --verify: who is trusted, as PEM; it is in the runner's bootstrap file.")
  private Optional<Path> authorities = Optional.empty();

  CertificateCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Printer printer = connection.printer(shell);
    if (verify.isPresent()) {
      return verified(verify.get(), printer).code();
    }
    Api api = connection.api(shell);
    String name =
        install.orElseThrow(
            () -> new CliFailure(Exit.USAGE, "say which install, or --verify a file"));
    JsonNode shown =
        api.get(api.tenant("installs/" + Api.segment(name)) + "/certificate", Map.of());
    if (out.isPresent()) {
      try {
        Files.writeString(shell.path(out.get()), shown.path("envelope").asText() + "\n", UTF_8);
      } catch (IOException e) {
        throw new CliFailure(Exit.FAILED, "cannot write " + out.get() + ": " + Reason.of(e));
      }
      printer.say("written to " + out.get());
      return Exit.OK.code();
    }
    printer.file(shown, shown.path("text").asText());
    return Exit.OK.code();
  }

  private Exit verified(Path file, Printer printer) {
    Path trusted =
        authorities.orElseThrow(() ->
            new CliFailure(
                Exit.USAGE,
                "--verify wants --authorities: without them nobody can say whose signature it is"));
    List<X509Certificate> known;
    try {
      known = PemCertificates.read(read(trusted));
    } catch (CertificateException e) {
      throw new CliFailure(Exit.USAGE, trusted + " holds no certificates in PEM");
    }
    return switch (new SignedCertificate(known).judge(read(file))) {
      case SignedCertificate.Verdict.Refused(String part, String why) ->
          throw new CliFailure(Exit.FAILED, "%s does not hold: %s: %s".formatted(file, part, why));
      case SignedCertificate.Verdict.Holds(JsonNode payload, String authority) -> {
        printer.file(
            payload,
            "%s is as it was signed; %s vouches for its key.%n%n%s"
                .formatted(file, authority, payload.path("text").asText()));
        yield Exit.OK;
      }
    };
  }

  private String read(Path file) {
    try {
      return Files.readString(shell.path(file), UTF_8);
    } catch (IOException e) {
      throw new CliFailure(Exit.USAGE, "cannot read " + file + ": " + Reason.of(e));
    }
  }
}
