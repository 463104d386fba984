package io.bowline.control.finding;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.platform.event.Feed;
import io.bowline.control.platform.event.FeedEntry;
import io.bowline.model.finding.FindingReport;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.identity.Identity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is found in the installs of every organization. A runner tells all that it finds; what it
/// tells again stays open, and what it tells no more is over.
@ApplicationScoped
public class Findings {
  /// The feed's topic, with the install as its subject.
  public static final String FEED = "install";

  private static final String CHANGED = "findings";
  private static final int KEPT_DAYS = 30;
  private static final int MOST_CLOSED = 1_000;
  private static final int MOST_ANNOUNCED = 20;
  private static final int LONGEST_ANNOUNCED = 1_000;

  private final Transactions transactions;
  private final Ids ids;
  private final FindingStore store;
  private final Feed feed;

  public Findings(Transactions transactions, Ids ids, FindingStore store, Feed feed) {
    this.transactions = transactions;
    this.ids = ids;
    this.store = store;
    this.feed = feed;
  }

  /// A runner told all that it finds in its install.
  public void told(Identity runner, FindingReport report) {
    transactions.runInOrg(runner.org(), tx -> told(tx, runner.org(), runner.install(), report));
  }

  /// There is nothing left in which anything could be found.
  public void over(Tx tx, OrgId org, InstallId install) {
    told(tx, org, install, new FindingReport(List.of(), 0));
  }

  private void told(Tx tx, OrgId org, InstallId install, FindingReport report) {
    var key = new FindingStore.Key(org, install);
    store.told(tx, key);
    Comparison comparison = Comparison.of(store.open(tx, key), report);
    store.unlisted(tx, key, comparison.unlisted());
    comparison.changed().forEach((id, now) -> store.replace(tx, key, id, now));
    if (comparison.changesNothing()) {
      return;
    }
    List<KeptFinding> opened = comparison.kept(ids, tx.now());
    store.close(tx, key, comparison.closed().stream().map(KeptFinding::id).toList());
    store.insert(tx, key, opened);
    store.trim(tx, key, KEPT_DAYS, MOST_CLOSED);
    announce(tx, key, opened, comparison.closed());
  }

  /// Last in the transaction, as the feed asks for.
  private void announce(
      Tx tx, FindingStore.Key key, List<KeptFinding> opened, List<KeptFinding> closed) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("install", key.install().toString());
    list(json, "opened", opened);
    list(json, "closed", closed);
    feed.append(
        tx, key.org(), new FeedEntry(FEED, key.install().toString(), CHANGED, json.toString()));
  }

  private static void list(ObjectNode json, String name, List<KeptFinding> findings) {
    json.put(name + "Count", findings.size());
    ArrayNode some = json.putArray(name);
    findings.stream()
        .limit(MOST_ANNOUNCED)
        .forEach(one -> {
          String text = one.finding().text();
          some.addObject()
              .put("id", one.id().toString())
              .put("kind", one.finding().kind().word())
              .put(
                  "text",
                  text.length() <= LONGEST_ANNOUNCED ? text : text.substring(0, LONGEST_ANNOUNCED));
        });
  }

  /// Those of one install, oldest first.
  public List<KeptFinding> list(OrgId org, InstallId install, FindingStore.Part part) {
    return transactions.inOrg(org, tx -> store.list(tx, new FindingStore.Key(org, install), part));
  }

  /// Empty while its runner has told nothing.
  public Optional<LastCheck> last(OrgId org, InstallId install) {
    return transactions.inOrg(org, tx -> store.last(tx, new FindingStore.Key(org, install)));
  }

  /// How many are open of each install that has any.
  public Map<InstallId, Integer> counts(OrgId org, Collection<InstallId> installs) {
    return transactions.inOrg(org, tx -> store.counts(tx, org, installs));
  }
}
