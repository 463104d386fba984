package io.bowline.control.catalog;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.catalog.CatalogEvent.Kind;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/// Takes releases back. In one transaction the release is marked, the channels that point at it go
/// to what they pointed at before, and plans towards it that no runner has begun are stopped:
/// whoever asks for a plan or approves one waits for its end, and is then refused.
@ApplicationScoped
public class Yanks {
  private final Transactions transactions;
  private final CatalogStore releases;
  private final ChannelStore held;
  private final Channels channels;
  private final EventStore events;
  private final WaitingPlans plans;
  private final Audit audit;

  public Yanks(
      Transactions transactions,
      CatalogStore releases,
      ChannelStore held,
      Channels channels,
      EventStore events,
      WaitingPlans plans,
      Audit audit) {
    this.transactions = transactions;
    this.releases = releases;
    this.held = held;
    this.channels = channels;
    this.events = events;
    this.plans = plans;
    this.audit = audit;
  }

  /// Yanks a release. The same again changes nothing.
  public Yanking yank(Digest digest, String reason, String by) {
    return change(
        digest,
        (tx, release) -> {
          Optional<Yank> before = release.yank();
          if (before.isEmpty()) {
            return yanked(tx, release, reason, by);
          }
          return before.get().reason().equals(reason)
              ? new Yanking.Unchanged(release)
              : new Yanking.Refused(
                  "already-yanked",
                  "%s did at %s: %s; unyank it first to give another reason"
                      .formatted(before.get().by(), before.get().at(), before.get().reason()));
        });
  }

  private Yanking yanked(Tx tx, PublishedRelease before, String reason, String by) {
    releases.yank(tx, before.digest(), reason, by);
    PublishedRelease release = releases.find(tx, before.digest()).orElseThrow();
    note(tx, release, Kind.YANK, reason, by);
    List<Channel> moved = channels.leave(tx, release, by);
    WaitingPlans.Withdrawn withdrawn = plans.withdraw(tx, release, by);
    record(tx, "release.yank", release, reason, by);
    return new Yanking.Yanked(release, moved, withdrawn);
  }

  /// Lets a release be offered again. Channels do not go back to it by themselves.
  public Yanking unyank(Digest digest, String reason, String by) {
    return change(
        digest,
        (tx, release) -> {
          if (!release.yanked()) {
            return new Yanking.Unchanged(release);
          }
          releases.unyank(tx, digest);
          note(tx, release, Kind.UNYANK, reason, by);
          record(tx, "release.unyank", release, reason, by);
          return new Yanking.Unyanked(releases.find(tx, digest).orElseThrow());
        });
  }

  /// Holds the product first and the release's row then, in the order that promotions do.
  private Yanking change(Digest digest, BiFunction<Tx, PublishedRelease, Yanking> work) {
    return transactions.asSystem(
        Catalog.TASK,
        tx -> {
          Optional<PublishedRelease> known = releases.find(tx, digest);
          if (known.isEmpty()) {
            return new Yanking.Absent();
          }
          held.hold(tx, known.get().product());
          return work.apply(tx, releases.lock(tx, digest).orElseThrow());
        });
  }

  private void note(Tx tx, PublishedRelease release, Kind kind, String reason, String by) {
    events.append(
        tx,
        new EventStore.NewEvent(
            release.product(),
            kind,
            Optional.empty(),
            Optional.of(release.digest()),
            Optional.empty(),
            reason,
            by));
  }

  private void record(Tx tx, String action, PublishedRelease release, String reason, String by) {
    String detail =
        CatalogDetail.of("product", release.product())
            .and("version", release.version())
            .and("reason", reason)
            .json();
    var entry = new AuditEntry(by, action, release.digest().toString(), detail);
    transactions.within(
        tx,
        Audit.VENDOR,
        own -> {
          audit.record(own, Audit.VENDOR, entry);
          return entry;
        });
  }

  /// When a release was yanked, by whom, why, and when that was taken back; newest first.
  public List<CatalogEvent> history(PublishedRelease release, OptionalLong before, int limit) {
    return transactions.asSystem(
        Catalog.TASK,
        tx ->
            events.ofRelease(
                tx, release.product(), release.digest(), before.orElse(Long.MAX_VALUE), limit));
  }
}
