package io.bowline.control.edge.grpc;

import io.bowline.control.arrival.Progress;
import io.bowline.control.arrival.door.Setbacks;
import io.bowline.control.arrival.door.store.PgDoorStore;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.finding.TestFindings;
import io.bowline.control.hosted.CredentialSource;
import io.bowline.control.hosted.Handover;
import io.bowline.control.hosted.HostedRunners;
import io.bowline.control.hosted.store.PgHandoverStore;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.Certificates;
import io.bowline.control.identity.IdentitySettings;
import io.bowline.control.identity.ServerTls;
import io.bowline.control.identity.store.IssuingKeyStore;
import io.bowline.control.install.Installs;
import io.bowline.control.job.Bench;
import io.bowline.control.job.Origin;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.platform.event.Event;
import io.bowline.control.platform.event.Events;
import io.bowline.control.platform.event.Hints;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.readiness.TestReadiness;
import io.bowline.control.runner.AccountWitness;
import io.bowline.control.runner.AuthorityIssuer;
import io.bowline.control.runner.EnrollmentTokens;
import io.bowline.control.runner.Enrollments;
import io.bowline.control.runner.IssuedToken;
import io.bowline.control.runner.NewToken;
import io.bowline.control.runner.NoWitness;
import io.bowline.control.runner.RunnerAudit;
import io.bowline.control.runner.RunnerLedger;
import io.bowline.control.runner.RunnerSettings;
import io.bowline.control.runner.RunnerStore;
import io.bowline.control.runner.Runners;
import io.bowline.control.runner.Sessions;
import io.bowline.control.runner.store.PgRunnerStore;
import io.bowline.control.runner.store.PgSessionStore;
import io.bowline.control.secret.TestKeys;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.job.JobSpec;
import io.bowline.proto.codec.Addresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// A control plane's end of the link, whole but for the rest of the process. Hints go nowhere: what
/// happens, happens by the sweep.
final class LinkBench implements AutoCloseable {
  static final Duration HEARTBEAT = Duration.ofSeconds(25);
  static final Authority AUTHORITY = authority();

  private static final Settings SETTINGS = new Settings();

  final Bench bench;
  final Hints hints = new Hints();
  final Audit audit = new Audit(new AuditChainStore());
  final EnrollmentTokens tokens;
  final Enrollments enrollments;
  final Runners runners;
  final Sessions sessions;
  final LiveStreams streams;
  final Handover handover;
  final HostedRunners hosted;
  final List<CredentialSource> sources = new CopyOnWriteArrayList<>();
  final LinkListener listener;

  LinkBench(Clock clock) {
    this(clock, new Buckets(10_000, clock));
  }

  LinkBench(Clock clock, Buckets streamBuckets) {
    this(clock, streamBuckets, TestDatabase.transactions());
  }

  LinkBench(Clock clock, Buckets streamBuckets, Transactions transactions) {
    this(clock, streamBuckets, transactions, _ -> new NoWitness());
  }

  /// With who is asked about runners' accounts.
  LinkBench(
      Clock clock,
      Buckets streamBuckets,
      Transactions transactions,
      Function<Installs, AccountWitness> witnesses) {
    bench = new Bench(transactions);
    AccountWitness witness = witnesses.apply(bench.installs);
    int port = freePort();
    var store = new PgRunnerStore();
    var runnerAudit = new RunnerAudit(audit);
    var nowhere = new Nowhere();
    var tls =
        new ServerTls(
            SETTINGS, AUTHORITY, new Certificates(Clock.systemUTC(), new SecureRandom()), clock);
    RunnerLedger ledger = ledger(runnerAudit, store);
    tokens = new EnrollmentTokens(transactions, bench.ids, new SecureRandom(), store, ledger);
    enrollments =
        new Enrollments(
            transactions,
            bench.ids,
            store,
            new AuthorityIssuer(AUTHORITY, tls),
            ledger,
            witness,
            SETTINGS);
    runners = new Runners(transactions, store, enrollments, runnerAudit);
    sessions = new Sessions(transactions, nowhere, new PgSessionStore(), List.of());
    streams = new LiveStreams(hints, sessions, clock, new Random(3), Duration.ofHours(1));
    handover =
        new Handover(transactions, enrollments, bench.jobs, sources, new PgHandoverStore(), audit);
    hosted = new HostedRunners(transactions, bench.installs, tokens, runners, sessions, bench.jobs);
    var rooms =
        new Rooms(
            bench.jobs,
            bench.installs,
            sessions,
            enrollments,
            TestFindings.on(transactions),
            TestReadiness.on(transactions),
            handover);
    var terms =
        new StreamTerms(HEARTBEAT, addresses(port), 3, AUTHORITY::bundle, "replica-1", clock);
    var service = new LinkService(rooms, terms, streams, streamBuckets, new Buckets(10_000, clock));
    listener =
        new LinkListener(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            tls.keyManager(),
            new Peers(AUTHORITY::bundle, SETTINGS.trustDomain(), clock),
            service);
  }

  private RunnerLedger ledger(RunnerAudit runnerAudit, RunnerStore store) {
    var setbacks = new Setbacks(bench.installs, store, new PgDoorStore());
    return new RunnerLedger(
        runnerAudit, new Nowhere(), List.of(new Progress(bench.installs, setbacks)));
  }

  int port() {
    return listener.port();
  }

  IssuedToken token() {
    return token(bench.install.id(), "");
  }

  IssuedToken token(InstallId install, String account) {
    return tokens.issue(
        bench.org, new NewToken(install, Duration.ofHours(1), account, "", "token/test"));
  }

  /// Enrolls a hosted runner of the organization.
  TestRunner hostedRunner() {
    var runner = new TestRunner(port(), AUTHORITY.bundle());
    runner.enroll(
        bench.transactions.inOrg(bench.org, tx -> hosted.admit(tx, bench.org, "staff/x")).text());
    return runner;
  }

  /// Asks for work of the hosted runner.
  JobId askHosted(JobSpec spec) {
    return bench.transactions.inOrg(
        bench.org,
        tx ->
            bench.jobs.request(
                tx, bench.org, hosted.place(tx, bench.org), spec, new Origin("test", "")));
  }

  /// A new runner that asks for a server of a name, at a port that leads here.
  TestRunner runner(int other, String name) {
    return new TestRunner(other, AUTHORITY.bundle()).at(other, name);
  }

  /// Enrolls a new runner of the first install.
  TestRunner enrolled() {
    var runner = new TestRunner(port(), AUTHORITY.bundle());
    runner.enroll(token().text());
    return runner;
  }

  private static Addresses addresses(int port) {
    return new Addresses(
        Addresses.Address.only("localhost", port),
        Addresses.Address.only("localhost", 8433),
        Addresses.Address.only("localhost", 9090),
        Addresses.Address.only("localhost", 8443));
  }

  private static int freePort() {
    try (var probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Authority authority() {
    Clock clock = Clock.systemUTC();
    return new Authority(
        TestDatabase.transactions(),
        new IssuingKeyStore(),
        TestKeys.master(),
        new Certificates(clock, new SecureRandom()),
        clock);
  }

  @Override
  public void close() {
    streams.close();
    listener.close();
  }

  private record Nowhere() implements Events {
    @Override
    public void publish(Tx tx, Event event) {}

    @Override
    public void hint(Tx tx, Event event) {}
  }

  private record Settings() implements IdentitySettings, RunnerSettings {
    @Override
    public String trustDomain() {
      return "bowline.test";
    }

    @Override
    public Optional<Path> certificateFile() {
      return Optional.empty();
    }

    @Override
    public Optional<Path> keyFile() {
      return Optional.empty();
    }

    @Override
    public List<String> serverNames() {
      return List.of("localhost", "127.0.0.1", "*.alternate.test");
    }

    @Override
    public Duration reload() {
      return Duration.ofHours(1);
    }

    @Override
    public Duration certificateLife() {
      return Duration.ofHours(24);
    }

    @Override
    public int trustRootVersion() {
      return 3;
    }
  }
}
