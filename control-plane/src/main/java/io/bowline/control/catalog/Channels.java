package io.bowline.control.catalog;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.catalog.CatalogEvent.Kind;
import io.bowline.control.catalog.Promotion.Absent;
import io.bowline.control.catalog.Promotion.AlreadyThere;
import io.bowline.control.catalog.Promotion.Moved;
import io.bowline.control.catalog.Promotion.Outdated;
import io.bowline.control.catalog.Promotion.Refused;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Named pointers to releases: moved forward by a person, back only deliberately, and off a release
/// that is yanked. Changes of one product's channels happen one after the other.
@ApplicationScoped
public class Channels {
  private final Transactions transactions;
  private final CatalogStore releases;
  private final ChannelStore store;
  private final EventStore events;
  private final Audit audit;

  public Channels(
      Transactions transactions,
      CatalogStore releases,
      ChannelStore store,
      EventStore events,
      Audit audit) {
    this.transactions = transactions;
    this.releases = releases;
    this.store = store;
    this.events = events;
    this.audit = audit;
  }

  /// Moves a channel, and makes it when there is none. A repeat changes nothing, whatever revision
  /// it expects: what it wants is there.
  public Promotion promote(Promotion.Wish wish, String by) {
    return transactions.asSystem(
        Catalog.TASK,
        tx -> {
          store.hold(tx, wish.product());
          Optional<Channel> now = store.find(tx, wish.product(), wish.name());
          return target(tx, wish)
              .map(release -> promote(tx, wish, now, release, by))
              .orElseGet(() -> new Absent(missing(wish)));
        });
  }

  private Promotion promote(
      Tx tx, Promotion.Wish wish, Optional<Channel> now, PublishedRelease to, String by) {
    if (to.yanked()) {
      return new Refused("release-yanked", to.whyYanked());
    }
    Optional<Digest> from = now.flatMap(Channel::release).map(ReleaseName::digest);
    if (from.filter(to.digest()::equals).isPresent()) {
      return new AlreadyThere(now.orElseThrow());
    }
    long revision = now.map(Channel::revision).orElse(0L);
    if (wish.expected().orElse(revision) != revision) {
      return new Outdated(outdated(wish, now));
    }
    boolean back =
        from.flatMap(digest -> releases.find(tx, digest))
            .filter(before -> before.sequence() > to.sequence())
            .isPresent();
    if (back && (!wish.back() || wish.reason().isBlank())) {
      return new Refused("channel-moves-back", backwards(now.orElseThrow(), to));
    }
    move(tx, new Move(wish, back ? Kind.BACK : Kind.PROMOTE, from, to.digest()), by);
    return new Moved(store.find(tx, wish.product(), wish.name()).orElseThrow());
  }

  private record Move(Promotion.Wish wish, Kind kind, Optional<Digest> from, Digest to) {}

  private void move(Tx tx, Move move, String by) {
    Promotion.Wish wish = move.wish();
    Optional<Digest> to = Optional.of(move.to());
    store.point(tx, wish.product(), wish.name(), to, by);
    events.append(
        tx,
        new EventStore.NewEvent(
            wish.product(),
            move.kind(),
            Optional.of(wish.name()),
            move.from(),
            to,
            wish.reason(),
            by));
    String detail =
        CatalogDetail.of("kind", move.kind().word())
            .and("was", move.from().map(Digest::toString).orElse(""))
            .and("became", move.to().toString())
            .and("reason", wish.reason())
            .json();
    var entry = new AuditEntry(by, "channel.move", wish.product() + ":" + wish.name(), detail);
    transactions.within(
        tx,
        Audit.VENDOR,
        own -> {
          audit.record(own, Audit.VENDOR, entry);
          return entry;
        });
  }

  private Optional<PublishedRelease> target(Tx tx, Promotion.Wish wish) {
    return switch (wish.target()) {
      case Promotion.Target.Release(Digest digest) ->
          releases.find(tx, digest).filter(found -> found.product().equals(wish.product()));
      case Promotion.Target.Version(String version) ->
          releases.byVersion(tx, wish.product(), version);
      case Promotion.Target.SameAs(String channel) ->
          store
              .find(tx, wish.product(), channel)
              .flatMap(Channel::release)
              .flatMap(release -> releases.find(tx, release.digest()));
    };
  }

  private static String missing(Promotion.Wish wish) {
    return switch (wish.target()) {
      case Promotion.Target.Release _ -> "release of " + wish.product();
      case Promotion.Target.Version(String version) -> "release: " + wish.product() + " " + version;
      case Promotion.Target.SameAs(String channel) ->
          "channel of %s that points at a release: %s".formatted(wish.product(), channel);
    };
  }

  private static String outdated(Promotion.Wish wish, Optional<Channel> now) {
    return now.map(channel ->
            "%s of %s %s since %s (revision %d), moved by %s; look again, then decide"
                .formatted(
                    channel.name(),
                    channel.product(),
                    channel.pointsAt(),
                    channel.movedAt(),
                    channel.revision(),
                    channel.movedBy()))
        .orElseGet(() -> "there is no channel %s of %s".formatted(wish.name(), wish.product()));
  }

  private static String backwards(Channel now, PublishedRelease to) {
    return "%s of %s %s, which is newer than %s; to move it back, say so and why"
        .formatted(now.name(), now.product(), now.pointsAt(), to.version());
  }

  /// Takes channels off a release, each to what it pointed at before, or to nothing: a channel
  /// never goes forward by itself.
  List<Channel> leave(Tx tx, PublishedRelease yanked, String by) {
    List<Channel> left = store.at(tx, yanked.product(), yanked.digest());
    for (Channel channel : left) {
      Optional<Digest> to =
          store.lastGood(tx, channel.product(), channel.name(), yanked.sequence());
      store.point(tx, channel.product(), channel.name(), to, by);
      events.append(
          tx,
          new EventStore.NewEvent(
              channel.product(),
              Kind.FALL_BACK,
              Optional.of(channel.name()),
              Optional.of(yanked.digest()),
              to,
              yanked.whyYanked(),
              by));
    }
    return left.stream()
        .flatMap(channel -> store.find(tx, channel.product(), channel.name()).stream())
        .toList();
  }

  public Optional<Channel> find(String product, String name) {
    return transactions.asSystem(Catalog.TASK, tx -> store.find(tx, product, name));
  }

  public Optional<Channel> find(Tx tx, String product, String name) {
    return store.find(tx, product, name);
  }

  /// By product and name.
  public List<Channel> list(Optional<String> product) {
    return transactions.asSystem(
        Catalog.TASK,
        tx -> product.map(one -> store.list(tx, List.of(one))).orElseGet(() -> store.all(tx)));
  }

  /// Those of the products that an organization is entitled to.
  public List<Channel> openTo(OrgId org) {
    return transactions.inOrg(org, tx -> store.list(tx, releases.entitlements(tx, org)));
  }

  /// How a channel came where it is, newest first.
  ///
  /// @param before the number of the last one seen
  public List<CatalogEvent> history(String product, String name, OptionalLong before, int limit) {
    return transactions.asSystem(
        Catalog.TASK,
        tx -> events.ofChannel(tx, product, name, before.orElse(Long.MAX_VALUE), limit));
  }
}
