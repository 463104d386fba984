package io.bowline.control.edge.http;

import io.bowline.control.hosted.HostedRunners;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.InstallStatus;
import io.bowline.control.job.JobRecord;
import io.bowline.control.runner.RunnerRecord;
import io.bowline.control.runner.RunnerSession;
import io.bowline.control.runner.Runners;
import io.bowline.control.runner.Sessions;
import io.bowline.model.job.Phase;
import io.bowline.proto.codec.Addresses;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Why nothing happens, for whoever asks: said at the moment of asking, so that it is true then.
@ApplicationScoped
public class Hindrances {
  private static final int RUNNERS = 10;

  private final Addresses addresses;
  private final Runners runners;
  private final Sessions sessions;
  private final HostedRunners hosted;

  Hindrances(Addresses addresses, Runners runners, Sessions sessions, HostedRunners hosted) {
    this.hosted = hosted;
    this.addresses = addresses;
    this.runners = runners;
    this.sessions = sessions;
  }

  /// Why an install is as it is.
  public String of(InstallRecord install) {
    return switch (install.status()) {
      case DRAFT ->
          install.reason().isEmpty()
              ? "nothing was handed out yet; make an enrollment token (bowline install token %s), and run the installer with it"
                  .formatted(install.name())
              : install.reason();
      case AWAITING_CUSTOMER, AWAITING_RUNNER ->
          install.reason()
              + (install.reason().isEmpty() ? "" : "; ")
              + "no connection yet on %s; check that the installer has run with an enrollment token, and that %s"
                  .formatted(ports(), wayOut());
      case ERROR ->
          "no connection since %s on %s; check that the runner runs, and that %s"
              .formatted(since(install.heardAt()), ports(), wayOut());
      case BASE_LAYER,
          PREFLIGHT,
          INSTALLING,
          ACTIVE,
          DEPROVISIONING,
          AWAITING_CUSTOMER_TEARDOWN,
          DEPROVISIONED,
          ABANDONED ->
          install.reason();
    };
  }

  /// Why a job waits; empty when nothing is in its way.
  public String of(JobRecord job, InstallRecord install) {
    if (!(job.phase() instanceof Phase.Queued)) {
      return "";
    }
    if (install.status().awaitsRunner()
        || install.status() == InstallStatus.ERROR
        || install.status().over()) {
      return "waits for the runner: " + of(install);
    }
    return incapable(install, job.spec().kind()).orElse("");
  }

  /// Why the install's runner cannot do jobs of a kind, as it said itself; empty when it can, or
  /// has not come yet.
  public Optional<String> incapable(InstallRecord install, String kind) {
    return session(install)
        .filter(open -> open.kinds().filter(kinds -> !kinds.contains(kind)).isPresent())
        .map(open ->
            "the runner (%s) does not do jobs of kind %s; update it"
                .formatted(open.version(), kind));
  }

  /// The same of a job that is not an install's.
  public String ofHosted(JobRecord job) {
    return job.phase() instanceof Phase.Queued && !hosted.connected(job.org())
        ? "waits for the vendor's hosted runner, which is not connected; the vendor starts it"
        : "";
  }

  private Optional<RunnerSession> session(InstallRecord install) {
    return runners.list(install.org(), install.id(), RUNNERS).stream()
        .filter(runner -> runner.revoked().isEmpty())
        .map(RunnerRecord::id)
        .findFirst()
        .flatMap(runner -> sessions.find(install.org(), runner));
  }

  private String ports() {
    Addresses.Address link = addresses.link();
    return "port " + link.port() + (link.hasAlternate() ? " or " + link.alternatePort() : "");
  }

  private String wayOut() {
    Addresses.Address link = addresses.link();
    String alternate =
        link.hasAlternate()
            ? " or to %s:%d".formatted(link.alternateHost(), link.alternatePort())
            : "";
    return "the customer's network lets it out by TCP to %s:%d%s; the runner's log says in one line what is in the way"
        .formatted(link.host(), link.port(), alternate);
  }

  private static String since(Optional<Instant> heardAt) {
    return heardAt.map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("ever");
  }
}
