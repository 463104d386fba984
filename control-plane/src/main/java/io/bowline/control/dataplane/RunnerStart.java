package io.bowline.control.dataplane;

import io.bowline.cloud.grant.ClusterGrant.RunnerGrant;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.platform.Tx;
import io.bowline.control.runner.EnrollmentTokens;
import io.bowline.control.runner.IssuedToken;
import io.bowline.control.runner.NewToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What a fleet's runner starts from: its image, whom it trusts, and a token that works once.
@ApplicationScoped
public class RunnerStart {
  private static final String SIGNED = "mode: signed\n";
  private static final String BY = "system:fleet-bootstrap";

  private final EnrollmentTokens tokens;
  private final FirstStart first;
  private final FleetInstalls installs;
  private final FleetRunnerSettings settings;

  RunnerStart(
      EnrollmentTokens tokens,
      FirstStart first,
      FleetInstalls installs,
      FleetRunnerSettings settings) {
    this.tokens = tokens;
    this.first = first;
    this.installs = installs;
    this.settings = settings;
  }

  /// Makes it; a runner that is at work gets no other token. Empty when nothing says what runner.
  ///
  /// @param account of its install
  /// @param made host and prefix of the registry that was made with the cluster; empty where none
  ///   was
  public Optional<RunnerGrant> of(Tx tx, Fleet fleet, String account, String made) {
    return settings
        .image()
        .flatMap(image ->
            settings
                .trustRoot()
                .map(root ->
                    new RunnerGrant(
                        image,
                        RegistryLines.of(fleet, made),
                        text(root),
                        settings.policy().map(RunnerStart::text).orElse(SIGNED),
                        installs.isConnected(tx, fleet)
                            ? Optional.empty()
                            : fleet.install().map(_ -> enrollment(tx, fleet, account)))));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + " for the runner of a fleet", e);
    }
  }

  /// As the runner reads it at its first start.
  private String enrollment(Tx tx, Fleet fleet, String account) {
    IssuedToken issued =
        tokens.issue(
            tx,
            fleet.org(),
            new NewToken(
                fleet.install().orElseThrow(),
                EnrollmentTokens.LONGEST,
                account,
                FleetInstalls.region(fleet),
                BY));
    return first
        .document()
        .put("token", issued.text())
        .put("cloud", fleet.infra().text())
        .put("cloudAccount", issued.token().cloudAccount())
        .put("region", issued.token().region())
        .toString();
  }
}
