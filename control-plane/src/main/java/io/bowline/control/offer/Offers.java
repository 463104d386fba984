package io.bowline.control.offer;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.catalog.Catalog;
import io.bowline.control.catalog.Channel;
import io.bowline.control.catalog.Channels;
import io.bowline.control.catalog.PublishedRelease;
import io.bowline.control.catalog.ReleaseName;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/// Which release an install is offered. It follows a channel or stays on a release, as it was said
/// of the install, else of its organization; of whom nothing was said follows `stable`.
///
/// A release that something is pinned to is a wall: plans towards another one are refused. A
/// channel that something follows is not: whoever asks for another release means it.
@ApplicationScoped
public class Offers {
  /// Followed where nobody has said anything else.
  public static final String USUAL = "stable";

  private final Transactions transactions;
  private final Catalog catalog;
  private final Channels channels;
  private final PinStore store;
  private final Audit audit;

  public Offers(
      Transactions transactions, Catalog catalog, Channels channels, PinStore store, Audit audit) {
    this.transactions = transactions;
    this.catalog = catalog;
    this.channels = channels;
    this.store = store;
    this.audit = audit;
  }

  /// Whether the install may be brought to a release. Until the transaction ends nobody yanks it.
  public Admission admit(Tx tx, InstallRecord install, Digest digest) {
    Optional<PublishedRelease> wanted =
        catalog
            .entitled(tx, install.org(), digest)
            .filter(release -> release.product().equals(install.product()));
    if (wanted.isEmpty()) {
      return new Admission.Absent("release " + digest + " of " + install.product());
    }
    PublishedRelease release = wanted.get();
    if (release.yanked()) {
      return new Admission.Refused("release-yanked", release.whyYanked() + "; choose another one");
    }
    return pin(tx, install)
        .filter(pin ->
            pin.to() instanceof Pin.To.Release(ReleaseName kept) && !kept.digest().equals(digest))
        .<Admission>map(pin -> new Admission.Refused("install-pinned", wall(install, pin)))
        .orElseGet(() -> new Admission.Admitted(release));
  }

  private static String wall(InstallRecord install, Pin pin) {
    return "%s is %s by %s: %s; unpin it first"
        .formatted(install.name(), described(pin), pin.by(), pin.reason());
  }

  private static String described(Pin pin) {
    String whose = pin.whole() ? " as all of its organization" : "";
    return switch (pin.to()) {
      case Pin.To.Channel(String name) -> "following the channel " + name + whose;
      case Pin.To.Release(ReleaseName release) -> "pinned to " + release.version() + whose;
    };
  }

  /// What the install is offered now.
  public Offer offer(Tx tx, InstallRecord install) {
    Optional<Pin> pin = pin(tx, install);
    Pin.To to = pin.map(Pin::to).orElseGet(() -> new Pin.To.Channel(USUAL));
    String because = pin.map(Offers::described).orElse("following the usual channel, " + USUAL);
    return switch (to) {
      case Pin.To.Release(ReleaseName release) ->
          catalog
              .find(tx, release.digest())
              .filter(PublishedRelease::yanked)
              .map(yanked ->
                  new Offer(Optional.empty(), because + ", but " + yanked.whyYanked(), pin))
              .orElseGet(() -> new Offer(Optional.of(release), because, pin));
      case Pin.To.Channel(String name) -> {
        Optional<Channel> channel = channels.find(tx, install.product(), name);
        String state = channel.map(Channel::pointsAt).orElse("is not there");
        yield new Offer(channel.flatMap(Channel::release), because + ", which " + state, pin);
      }
    };
  }

  public Offer offer(InstallRecord install) {
    return transactions.inOrg(install.org(), tx -> offer(tx, install));
  }

  /// What was said of the install, else of its organization.
  private Optional<Pin> pin(Tx tx, InstallRecord install) {
    return store
        .find(tx, new PinStore.Key(install.org(), install.product(), Optional.of(install.id())))
        .or(() ->
            store.find(tx, new PinStore.Key(install.org(), install.product(), Optional.empty())));
  }

  /// Pins an install, or an organization's installs of a product.
  public Pinning pin(OrgId org, Pinning.Wish wish, String by) {
    return transactions.inOrg(
        org,
        tx -> {
          if (!catalog.entitlements(tx, org).contains(wish.product())) {
            return new Pinning.Absent("product for this organization: " + wish.product());
          }
          return switch (wish.target()) {
            case Pinning.Target.Channel(String name) ->
                channels
                    .find(tx, wish.product(), name)
                    .map(channel -> pinned(tx, org, wish, new Pin.To.Channel(channel.name()), by))
                    .orElseGet(
                        () -> new Pinning.Absent("channel of " + wish.product() + ": " + name));
            case Pinning.Target.Release(Digest digest) ->
                release(tx, org, wish, catalog.entitled(tx, org, digest), by);
            case Pinning.Target.Version(String version) ->
                release(tx, org, wish, catalog.byVersion(tx, wish.product(), version), by);
          };
        });
  }

  private Pinning release(
      Tx tx, OrgId org, Pinning.Wish wish, Optional<PublishedRelease> found, String by) {
    Optional<PublishedRelease> release =
        found.filter(known -> known.product().equals(wish.product()));
    if (release.isEmpty()) {
      return new Pinning.Absent("release of " + wish.product());
    }
    return release.get().yanked()
        ? new Pinning.Refused("release-yanked", release.get().whyYanked())
        : pinned(tx, org, wish, new Pin.To.Release(release.get().name()), by);
  }

  private Pinning pinned(Tx tx, OrgId org, Pinning.Wish wish, Pin.To to, String by) {
    var key = new PinStore.Key(org, wish.product(), wish.install());
    var pin = new Pin(wish.product(), wish.install().isEmpty(), to, wish.reason(), by, tx.now());
    Optional<Pin> before = store.find(tx, key);
    if (before
        .filter(same -> same.to().equals(to) && same.reason().equals(wish.reason()))
        .isPresent()) {
      return new Pinning.Pinned(before.get());
    }
    store.put(tx, key, pin);
    record(tx, key, "pin", described(pin) + ": " + wish.reason(), by);
    return new Pinning.Pinned(pin);
  }

  /// Takes back what was said; where nothing was said, nothing happens.
  public void unpin(PinStore.Key key, String by) {
    transactions.runInOrg(
        key.org(),
        tx -> {
          Optional<Pin> before = store.find(tx, key);
          if (store.remove(tx, key)) {
            record(tx, key, "unpin", "was " + described(before.orElseThrow()), by);
          }
        });
  }

  private void record(Tx tx, PinStore.Key key, String verb, String what, String by) {
    String subject = key.install().map(Object::toString).orElse(key.product());
    String noun = key.install().isPresent() ? "install." : "organization.";
    audit.record(tx, key.org(), new AuditEntry(by, noun + verb, subject, Detail.of(what)));
  }

  /// What was said of whole products of an organization.
  public List<Pin> whole(OrgId org) {
    return transactions.inOrg(org, tx -> store.whole(tx, org));
  }
}
