package io.bowline.runner.telemetry;

import io.bowline.model.job.Failure;
import io.bowline.proto.codec.Addresses;
import io.bowline.runner.egress.Door;
import io.bowline.runner.egress.Egress;
import io.bowline.runner.egress.Part;
import io.bowline.runner.hosted.HostedRoom;
import io.bowline.runner.link.Credentials;
import io.bowline.runner.link.Routes;
import io.bowline.runner.platform.Activity;
import io.bowline.runner.platform.StateFolder;
import io.bowline.runner.telemetry.redact.Redaction;
import io.bowline.runner.telemetry.spool.Batch;
import io.bowline.runner.telemetry.spool.Spool;
import io.bowline.runner.telemetry.wire.LokiPush;
import io.bowline.runner.telemetry.wire.RemoteWrite;
import io.bowline.runner.work.JobEnd;
import io.bowline.runner.work.JobHandler;
import io.bowline.runner.work.JobKind;
import io.quarkus.arc.All;
import io.quarkus.arc.lookup.LookupUnlessProperty;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Makes the spools, their senders and the capture of logs.
@Singleton
public final class TelemetryRoom {
  private static final String PROTOBUF = "application/x-protobuf";

  private final StateFolder state;
  private final TelemetrySettings settings;
  private final Credentials credentials;
  private final Clock clock;
  private final HttpClient http;
  private final Optional<Installed> installed;
  private final Egress egress;

  TelemetryRoom(
      StateFolder state,
      TelemetrySettings settings,
      Credentials credentials,
      Clock clock,
      @All List<Installed> installed,
      Egress egress) {
    this.egress = egress;
    this.state = state;
    this.settings = settings;
    this.credentials = credentials;
    this.clock = clock;
    this.installed = installed.stream().findFirst();
    http =
        HttpClient.newBuilder()
            .sslContext(credentials.sslContext())
            .connectTimeout(Duration.ofSeconds(15))
            .build();
  }

  /// The spools of one runner.
  record Spools(Spool logs, Spool metrics) {}

  @Produces
  @Singleton
  Spools spools() throws IOException {
    return new Spools(
        new Spool(state.room("spool").resolve("logs"), settings.logBytes()),
        new Spool(state.room("spool").resolve("metrics"), settings.metricBytes()));
  }

  @Produces
  @Singleton
  @LookupUnlessProperty(
      name = HostedRoom.ROLE,
      stringValue = HostedRoom.HOSTED,
      lookupIfMissing = true)
  JobKind capture(Spools spools, @All List<CustomerRules> rules) {
    Supplier<Redaction> redaction =
        () -> rules.isEmpty() ? Redaction.usual() : rules.getFirst().now();
    JobHandler handler =
        (assignment, progress, cancellation, steps) -> {
          if (installed.isEmpty()) {
            return JobEnd.failed(
                new Failure("no-cluster", "this runner looks after no cluster", false));
          }
          if (egress.withholds(Part.CAPTURED_LOGS)) {
            return JobEnd.failed(
                new Failure(
                    "withheld", "the customer's policy keeps captured logs in the account", false));
          }
          Installed here = installed.get();
          return new Capture(here.cluster(), here::workloads, spools.logs(), redaction, clock)
              .handle(assignment, progress, cancellation, steps);
        };
    return new JobKind("capture-logs", handler);
  }

  @Produces
  @Singleton
  @LookupUnlessProperty(
      name = HostedRoom.ROLE,
      stringValue = HostedRoom.HOSTED,
      lookupIfMissing = true)
  Activity telemetry(Spools spools, RandomGenerator random) {
    return new Telemetry(
        List.of(
            way("logs", spools.logs(), Door.LOGS, push(Addresses::logs, this::logs)),
            way(
                "metrics",
                spools.metrics(),
                Door.METRICS,
                push(Addresses::metrics, this::metrics))),
        scrape(spools),
        settings.scrapeEvery(),
        bound -> random.nextLong(bound + 1));
  }

  private Telemetry.Way way(String name, Spool spool, Door door, Push push) {
    return new Telemetry.Way(name, spool, new DeclaredPush(door, egress, push));
  }

  private Telemetry.Round scrape(Spools spools) {
    var scrape =
        new Scrape(installed, () -> OwnMetrics.text(spools.logs(), spools.metrics()), clock);
    return () -> scrape.once(spools.metrics());
  }

  /// The address is known only after enrollment, and may change with every welcome.
  private Push push(
      Function<Addresses, Addresses.Address> which, Function<Addresses.Address, Push> way) {
    return batch -> {
      Optional<Addresses.Address> address = credentials.addresses().map(which);
      return address.isPresent()
          ? way.apply(address.get()).send(batch)
          : new Push.Answer.Later("this runner is not enrolled yet", Duration.ZERO);
    };
  }

  private Push logs(Addresses.Address address) {
    return new HttpPush(
        () -> http,
        uri(address, "/loki/api/v1/push"),
        Map.of("Content-Type", PROTOBUF),
        LokiPush::encode);
  }

  private Push metrics(Addresses.Address address) {
    Function<Batch, byte[]> encode = RemoteWrite::encode;
    return new HttpPush(
        () -> http,
        uri(address, "/api/v1/write"),
        Map.of(
            "Content-Type", PROTOBUF,
            "Content-Encoding", "snappy",
            "X-Prometheus-Remote-Write-Version", "0.1.0"),
        encode);
  }

  private URI uri(Addresses.Address address, String path) {
    Routes.Route route = credentials.reach(address);
    return URI.create("https://" + route.host() + ":" + route.port() + path);
  }
}
