package io.bowline.control.leaving;

import io.bowline.cloud.leaving.Kinds;
import io.bowline.control.install.Installs;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.belonging.Belonging;
import io.bowline.model.belonging.Holdings;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/// What each install has, or had, in its customer's account, as its runner, its door and the
/// customer have told. Nobody else knows: nothing here ever looks into an account.
@ApplicationScoped
public class Belongings {
  /// So many are kept of one install; a runner that tells of more is not well.
  static final int MOST = 20_000;

  private static final Logger LOG = Logger.getLogger(Belongings.class);
  private static final String CLUSTER = "aws_eks_cluster";
  private static final Set<String> COMPONENTS =
      Set.of(Belonging.RELEASE, Belonging.OBJECTS, Belonging.STATE);

  private final Transactions transactions;
  private final BelongingStore store;
  private final Installs installs;

  Belongings(Transactions transactions, BelongingStore store, Installs installs) {
    this.transactions = transactions;
    this.store = store;
    this.installs = installs;
  }

  /// All that is known, by kind and name.
  public List<Tracked> list(OrgId org, InstallId install) {
    return transactions.inOrg(org, tx -> store.list(tx, org, install));
  }

  /// The customer's last look that they have told of.
  public Optional<Look.Kept> lastLook(OrgId org, InstallId install) {
    return transactions.inOrg(org, tx -> store.lastLook(tx, org, install));
  }

  List<Tracked> list(Tx tx, OrgId org, InstallId install) {
    return store.list(tx, org, install);
  }

  Optional<Look.Kept> lastLook(Tx tx, OrgId org, InstallId install) {
    return store.lastLook(tx, org, install);
  }

  /// Some were seen, or seen gone; of others this says nothing.
  public void told(Tx tx, OrgId org, InstallId install, Witness by, List<Belonging> some) {
    if (some.isEmpty() || installs.lock(tx, org, install).isEmpty()) {
      return;
    }
    List<Tracked> known = store.list(tx, org, install);
    var room = new int[] {MOST - known.size()};
    Set<Key> there = keys(known);
    List<Belonging> kept =
        some.stream().filter(one -> there.contains(Key.of(one)) || room[0]-- > 0).toList();
    if (kept.size() < some.size()) {
      LOG.warnf(
          "The install %s has told of more than %d belongings; %d are not kept.",
          install, MOST, some.size() - kept.size());
    }
    store.put(tx, org, install, by, kept);
  }

  /// What a runner has installed; a component that it had and that runs no more is gone.
  ///
  /// @param runs names of all that run, also of those that were left as they were
  void installed(Tx tx, OrgId org, InstallId install, List<Belonging> some, Set<String> runs) {
    List<Belonging> told = new ArrayList<>(some);
    told.addAll(
        gone(
            store.list(tx, org, install),
            one -> isComponent(one) && !runs.contains(one.name()),
            ""));
    told(tx, org, install, Witness.RUNNER, told);
  }

  /// A runner has removed its components.
  ///
  /// @param failed those that it could not remove, each with the reason behind its name; the others
  ///   are gone
  void uninstalled(Tx tx, OrgId org, InstallId install, List<String> failed) {
    List<Belonging> told = new ArrayList<>();
    for (Tracked known : store.list(tx, org, install)) {
      Belonging one = known.what();
      if (known.gone().isEmpty() && isComponent(one)) {
        String mark = one.name() + ": ";
        told.add(
            failed.stream()
                .filter(text -> text.startsWith(mark))
                .findFirst()
                .map(text -> one.now(true, text.substring(mark.length())))
                .orElseGet(() -> one.now(false, "")));
      }
    }
    told(tx, org, install, Witness.RUNNER, told);
  }

  /// What a runner sees, each thing by its name. Where that is all, what it has seen before and
  /// does not name any more is gone.
  void held(Tx tx, OrgId org, InstallId install, Holdings holdings) {
    List<Tracked> known = store.list(tx, org, install);
    List<Belonging> told = new ArrayList<>();
    told.addAll(holdings.items());
    if (holdings.whole()) {
      Set<Key> named = new HashSet<>();
      holdings.items().forEach(one -> named.add(Key.of(one)));
      told.addAll(
          gone(
              known.stream().filter(one -> one.seenBy() == Witness.RUNNER).toList(),
              one ->
                  !isComponent(one)
                      && !one.maker().equals(Belonging.DOOR)
                      && !named.contains(Key.of(one)),
              ""));
    }
    told(tx, org, install, Witness.RUNNER, told);
  }

  /// A door has taken back what it made, or was told that it is taken back.
  ///
  /// @param still what it says is there
  void doorIsOver(Tx tx, OrgId org, InstallId install, List<Belonging> still) {
    Set<Key> there = new HashSet<>();
    still.forEach(one -> there.add(Key.of(one)));
    List<Belonging> told = new ArrayList<>(still);
    told.addAll(
        gone(
            store.list(tx, org, install),
            one -> one.maker().equals(Belonging.DOOR) && !there.contains(Key.of(one)),
            ""));
    told(tx, org, install, Witness.DOOR, told);
  }

  private static boolean isComponent(Belonging one) {
    return COMPONENTS.contains(one.kind());
  }

  /// The customer has looked: what was looked for and not found is gone, and with a cluster goes
  /// what was in it.
  void looked(Tx tx, OrgId org, InstallId install, String by, Look look) {
    Set<Key> found = new HashSet<>();
    look.found().forEach(one -> found.add(Key.of(one)));
    boolean noCluster =
        look.looked().contains(CLUSTER)
            && look.found().stream().noneMatch(one -> one.kind().equals(CLUSTER));
    List<Tracked> known = store.list(tx, org, install);
    List<Belonging> told = new ArrayList<>();
    look.found().forEach(one -> told.add(asMadeBy(known, one)));
    told.addAll(
        gone(
            known,
            one -> look.looked().contains(one.kind()) && !found.contains(Key.of(one)),
            "not found by the customer's look"));
    told.addAll(gone(known, one -> wentWithItsWhole(one, look), "went with what it was a part of"));
    if (noCluster) {
      told.addAll(gone(known, Belonging::ofKubernetes, "went with its cluster"));
    }
    told(tx, org, install, Witness.CUSTOMER, told);
    store.look(tx, org, install, by, look);
  }

  /// A bucket's policy goes with the bucket: nobody asks for it by itself.
  private static boolean wentWithItsWhole(Belonging part, Look look) {
    return Kinds.wholeOf(part.kind())
        .filter(look.looked()::contains)
        .filter(whole -> look.found().stream().noneMatch(one -> one.kind().equals(whole)))
        .isPresent();
  }

  /// Who made it is known better by whoever made it.
  private static Belonging asMadeBy(List<Tracked> known, Belonging found) {
    return known.stream()
        .map(Tracked::what)
        .filter(one -> Key.of(one).equals(Key.of(found)))
        .findFirst()
        .map(one ->
            new Belonging(
                one.maker(),
                one.kind(),
                one.name(),
                one.holdsData() || found.holdsData(),
                true,
                one.why(),
                one.size()))
        .orElse(found);
  }

  private static List<Belonging> gone(List<Tracked> known, Predicate<Belonging> which, String why) {
    return known.stream()
        .filter(one -> one.gone().isEmpty())
        .map(Tracked::what)
        .filter(which)
        .map(one -> one.now(false, why))
        .toList();
  }

  private static Set<Key> keys(List<Tracked> known) {
    var keys = new HashSet<Key>();
    known.forEach(one -> keys.add(Key.of(one.what())));
    return keys;
  }

  /// What a belonging is known by.
  private record Key(String kind, String name) {
    static Key of(Belonging one) {
      return new Key(one.kind(), one.name());
    }
  }
}
