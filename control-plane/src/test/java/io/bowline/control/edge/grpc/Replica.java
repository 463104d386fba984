package io.bowline.control.edge.grpc;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.catalog.Catalog;
import io.bowline.control.catalog.store.PgCatalogStore;
import io.bowline.control.edge.http.Repeats;
import io.bowline.control.edge.http.store.RepeatRows;
import io.bowline.control.finding.TestFindings;
import io.bowline.control.hosted.Handover;
import io.bowline.control.hosted.store.PgHandoverStore;
import io.bowline.control.identity.TestIssuer;
import io.bowline.control.install.Installs;
import io.bowline.control.install.store.PgInstallStore;
import io.bowline.control.job.EventHints;
import io.bowline.control.job.JobFollower;
import io.bowline.control.job.Jobs;
import io.bowline.control.job.TestJobs;
import io.bowline.control.offer.Offers;
import io.bowline.control.offer.TestOffers;
import io.bowline.control.plan.PlanProgress;
import io.bowline.control.plan.Plans;
import io.bowline.control.plan.TestGate;
import io.bowline.control.plan.Uninstalls;
import io.bowline.control.plan.store.PgPlanStore;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.event.Parcel;
import io.bowline.control.platform.event.Parcels;
import io.bowline.control.platform.event.store.FeedStore;
import io.bowline.control.platform.event.store.OutboxStore;
import io.bowline.control.readiness.TestReadiness;
import io.bowline.control.runner.Enrollments;
import io.bowline.control.runner.NoWitness;
import io.bowline.control.runner.RunnerAudit;
import io.bowline.control.runner.RunnerLedger;
import io.bowline.control.runner.Sessions;
import io.bowline.control.runner.store.PgRunnerStore;
import io.bowline.control.runner.store.PgSessionStore;
import io.bowline.model.identity.Identity;
import io.bowline.proto.codec.Addresses;
import io.bowline.proto.link.LinkWire;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What one process of the control plane has in memory, made anew after each of its deaths. It does
/// everything on the thread of the test, in one order.
final class Replica {
  private static final int AT_ONCE = 100;
  private static final Addresses.Address HERE = Addresses.Address.only("localhost", 1);

  final Audit audit = new Audit(new AuditChainStore());
  final Catalog catalog;
  final Installs installs;
  final Jobs jobs;
  final Plans plans;
  final Uninstalls uninstalls;
  final Repeats repeats;
  private final Transactions transactions;
  private final Parcels parcels;
  private final Rooms rooms;
  private final StreamTerms terms;

  Replica(Transactions transactions) {
    this.transactions = transactions;
    var ids = new Ids(InstantSource.system(), new SecureRandom());
    // a lease of nothing: what a dead replica had claimed is due at once
    var outbox = new OutboxStore(Duration.ZERO);
    parcels = outbox;
    List<JobFollower> followers = new ArrayList<>();
    installs = new Installs(transactions, ids, new PgInstallStore(), audit);
    jobs =
        TestJobs.of(transactions, new EventHints(outbox, new FeedStore(outbox)), followers, audit);
    catalog = new Catalog(transactions, new PgCatalogStore(), audit);
    plans = plans(ids, TestOffers.on(transactions, catalog, audit));
    uninstalls = new Uninstalls(installs, jobs, new PgPlanStore(), audit);
    followers.add(
        new PlanProgress(
            plans, installs, catalog, TestFindings.on(transactions), new PgPlanStore()));
    repeats =
        new Repeats(
            transactions,
            new RepeatRows(),
            new com.fasterxml.jackson.databind.ObjectMapper().findAndRegisterModules());
    var sessions = new Sessions(transactions, outbox, new PgSessionStore(), List.of());
    var enrollments =
        new Enrollments(
            transactions,
            ids,
            new PgRunnerStore(),
            new TestIssuer(),
            new RunnerLedger(new RunnerAudit(audit), outbox, List.of()),
            new NoWitness(),
            new TestRunnerSettings());
    rooms =
        new Rooms(
            jobs,
            installs,
            sessions,
            enrollments,
            TestFindings.on(transactions),
            TestReadiness.on(transactions),
            new Handover(transactions, enrollments, jobs, List.of(), new PgHandoverStore(), audit));
    terms =
        new StreamTerms(
            Duration.ofSeconds(25),
            new Addresses(HERE, HERE, HERE, HERE),
            0,
            List::of,
            "replica",
            InstantSource.system());
  }

  private Plans plans(Ids ids, Offers offers) {
    var gate = TestGate.of(offers, jobs, installs, audit);
    return new Plans(transactions, ids, installs, gate, jobs, new PgPlanStore(), audit);
  }

  /// A stream of a runner: what it says goes in, what is said to it waits on the wire.
  record Line(Inbound inbound, Wire wire) {
    boolean ended() {
      return wire.ended();
    }

    void say(LinkWire.RunnerFrame frame) {
      inbound.onNext(frame);
    }
  }

  Line line(Identity runner) {
    var wire = new Wire();
    var held = new HeldByRunner();
    var outbound =
        new Outbound(
            wire,
            (body, frame) -> {
              if (body instanceof io.bowline.proto.codec.ToRunner.Offer offer) {
                held.sent(offer, frame);
              }
            });
    var peer = new Peer.Known(runner, Instant.MAX);
    var session = new StreamSession(peer, rooms, terms, outbound, held, Runnable::run);
    var streams =
        new LiveStreams(
            new io.bowline.control.platform.event.Hints(),
            rooms.sessions(),
            InstantSource.system(),
            new java.util.Random(1),
            Duration.ofHours(1));
    return new Line(new Inbound(session, wire, streams, rooms.sessions()), wire);
  }

  /// Time passes: what is due moves, and the outbox is carried out.
  void pass(Consumer<Parcel> handler) {
    jobs.sweep(AT_ONCE);
    installs.sweep(AT_ONCE);
    for (Parcel parcel : transactions.asSystem(Parcels.TASK, tx -> parcels.claim(tx, AT_ONCE))) {
      handler.accept(parcel);
      transactions.runAsSystem(Parcels.TASK, tx -> parcels.delivered(tx, parcel.id()));
    }
  }

  private record TestRunnerSettings() implements io.bowline.control.runner.RunnerSettings {
    @Override
    public Duration certificateLife() {
      return Duration.ofHours(24);
    }

    @Override
    public int trustRootVersion() {
      return 0;
    }
  }
}
