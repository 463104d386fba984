package io.bowline.runner.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.bowline.cloud.pem.PemCertificates;
import io.bowline.cloud.preflight.Way;
import io.bowline.model.id.JobId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.model.preflight.Seen;
import io.bowline.model.preflight.Verdict;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.work.Cancellation;
import io.bowline.runner.work.JobEnd;
import io.bowline.runner.work.NoSteps;
import io.bowline.testkit.process.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a runner sees from where it is.
class PreflightJobTest {
  private static final JobSpec.Preflight WANTED =
      new JobSpec.Preflight("prod", "aws", "123456789012", "eu-central-1");

  private static final Seen CLOUD = Seen.ok("account", "account 123456789012");

  private record From(List<PreflightJob.Listener> listeners, List<X509Certificate> authorities)
      implements PreflightJob.Surroundings {}

  private SelfSigned certificate;
  private HttpsServer server;

  @BeforeEach
  void serve() throws IOException {
    certificate = SelfSigned.make();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private List<Seen> seen(Way usual, Optional<Way> alternate) throws Exception {
    var from =
        new From(
            List.of(new PreflightJob.Listener(usual, alternate)),
            PemCertificates.read(certificate.pem()));
    JobEnd end =
        new PreflightJob(from, _ -> List.of(CLOUD), Clock.systemUTC())
            .handle(
                new Assignment(new JobId(new UUID(1, 2)), 1, 1, WANTED, ""),
                (_, _, _) -> {},
                new Cancellation(),
                new NoSteps());
    assertThat(end.outcome()).isEqualTo(new Outcome.Done());
    return ((JobReport.Preflighted) end.report()).seen();
  }

  private Way open() {
    return new Way("logs", "localhost", server.getAddress().getPort());
  }

  private static Way shut() throws IOException {
    try (var probe = new ServerSocket(0)) {
      return new Way("logs", "localhost", probe.getLocalPort());
    }
  }

  @Test
  void aWayThatIsOpenAndWhatTheCloudSaysAreTold() throws Exception {
    List<Seen> seen = seen(open(), Optional.empty());
    assertThat(seen)
        .extracting(Seen::check)
        .containsExactly("logs.dns", "logs.tcp", "logs.tls", "account");
    assertThat(seen).extracting(Seen::verdict).containsOnly(Verdict.OK);
  }

  @Test
  void aWayThatIsShutIsInTheWayUnlessTheOtherIsOpen() throws Exception {
    assertThat(Verdict.worst(seen(shut(), Optional.empty()))).isEqualTo(Verdict.FAIL);
    assertThat(Verdict.worst(seen(shut(), Optional.of(shut())))).isEqualTo(Verdict.FAIL);
    assertThat(seen(shut(), Optional.of(open())))
        .filteredOn(one -> one.check().equals("logs.tcp"))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.verdict()).isEqualTo(Verdict.WARN);
          assertThat(one.seen()).contains(open() + " is open instead");
        });
  }

  @Test
  void whoOpensTheConnectionIsSeenFromHere() throws Exception {
    certificate = SelfSigned.make();
    assertThat(seen(open(), Optional.empty()))
        .filteredOn(one -> one.check().equals("logs.tls"))
        .singleElement()
        .satisfies(one -> assertThat(one.verdict()).isEqualTo(Verdict.FAIL));
  }
}
