package io.bowline.cli.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Reason;
import io.bowline.cli.session.SecretText;
import io.bowline.cli.session.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// How a domain is set up. A key is never an argument.
final class SetupOptions {
  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "Its certificate in PEM, and after each the one that signed it.")
  private Optional<Path> certificate = Optional.empty();

  @Option(
      names = "--key",
      paramLabel = "SOURCE",
      description =
          "The certificate's key in PEM: a file, - for standard input, or a variable (env:NAME).")
  private Optional<String> key = Optional.empty();

  @Option(
      names = "--dns-provider",
      paramLabel = "NAME",
      description = "Route53, or None when you make the records yourself.")
  private Optional<String> provider = Optional.empty();

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "With Route53: the domain whose zone the records are made in.")
  private Optional<String> zone = Optional.empty();

  @Option(
      names = "--aws-account",
      paramLabel = "PROVIDER",
      description = "With Route53: the fleet provider of the account that has the zone.")
  private Optional<String> account = Optional.empty();

  @Option(
      names = "--hosted-zone",
      paramLabel = "ZONE-ID",
      description = "With Route53: the id of the zone, where its name is not enough.")
  private Optional<String> hostedZone = Optional.empty();

  /// Writes what the command line names.
  void write(Shell shell, ObjectNode body) {
    certificate.ifPresent(file -> body.put("tls_cert", text(shell.path(file))));
    key.ifPresent(source -> body.put("tls_key", SecretText.from(shell, source).reveal()));
    provider.ifPresent(name -> body.put("dns_provider", name));
    zone.ifPresent(name -> body.put("dns_base_domain", name));
    if (hostedZone.isPresent() && account.isEmpty()) {
      throw new CliFailure(Exit.USAGE, "--hosted-zone needs --aws-account: whose zone it is");
    }
    account.ifPresent(name -> {
      ObjectNode aws = body.putObject("aws").put("account", name);
      hostedZone.ifPresent(id -> aws.put("hosted_zone_id", id));
    });
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CliFailure(Exit.USAGE, "cannot read " + file + ": " + Reason.of(e));
    }
  }
}
