package io.bowline.runner.link;

import io.bowline.model.identity.Identity;
import io.bowline.proto.codec.LinkProtocol;
import io.bowline.runner.egress.Egress;
import io.bowline.runner.finding.Board;
import io.bowline.runner.hosted.HostedRoom;
import io.bowline.runner.intake.DoableKinds;
import io.bowline.runner.intake.Intake;
import io.bowline.runner.outbox.Outbox;
import io.bowline.runner.platform.Activity;
import io.bowline.runner.platform.StateFolder;
import io.bowline.runner.witness.OwnCloud;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Makes the link from the runner's state folder and settings.
@Singleton
public final class LinkRoom {
  private static final int PROCESS_BYTES = 16;

  private final String version;
  private final Identity.Role role;
  private final RandomGenerator random;
  private final Egress egress;
  private final Board findings;

  LinkRoom(
      @ConfigProperty(name = "quarkus.application.version") String version,
      @ConfigProperty(name = HostedRoom.ROLE, defaultValue = "runner") String role,
      RandomGenerator random,
      Egress egress,
      Board findings) {
    this.findings = findings;
    this.version = version;
    this.role = role.equals(HostedRoom.HOSTED) ? Identity.Role.HOSTED : Identity.Role.RUNNER;
    this.random = random;
    this.egress = egress;
  }

  @Produces
  @Singleton
  Credentials credentials() {
    return new Credentials();
  }

  @Produces
  @Singleton
  Link link(
      StateFolder state,
      LinkSettings settings,
      Credentials credentials,
      Intake intake,
      Outbox outbox,
      DoableKinds kinds,
      Clock clock) {
    byte[] process = new byte[PROCESS_BYTES];
    random.nextBytes(process);
    var greeting =
        new Greeting(
            version,
            LinkProtocol.capabilities(kinds.kinds()),
            HexFormat.of().formatHex(process),
            role);
    var certificates =
        new Certificates(
            new LinkFolder(state.room("link")),
            settings.bootstrap(),
            credentials,
            new CertificateCalls(version, egress, new OwnCloud(clock)),
            clock);
    return new Link(
        certificates,
        new Connector(intake, outbox, findings, greeting, credentials, egress),
        clock,
        random);
  }

  @Produces
  @Singleton
  CredentialCalls handovers(Credentials credentials) {
    return new CredentialCalls(credentials, egress);
  }

  void close(@Disposes CredentialCalls calls) {
    calls.close();
  }

  @Produces
  @Singleton
  Activity linking(Link link) {
    return new Linking(link);
  }

  private record Linking(Link link) implements Activity {
    @Override
    public int phase() {
      return HANDS_IN;
    }

    @Override
    public void start() {
      link.start();
    }

    @Override
    public void stop() throws InterruptedException {
      link.stop();
    }
  }
}
