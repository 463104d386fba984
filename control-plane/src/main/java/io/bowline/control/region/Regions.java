package io.bowline.control.region;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.Complaint;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import io.bowline.model.place.Cloud;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.regex.Pattern;

/// The regions in which organizations let fleets stand.
@ApplicationScoped
public class Regions {
  private static final Pattern REGION = Pattern.compile("[a-z][a-z0-9-]{0,61}[a-z0-9]");
  private static final int MOST = 100;

  private final Transactions transactions;
  private final RegionStore store;
  private final Audit audit;

  public Regions(Transactions transactions, RegionStore store, Audit audit) {
    this.transactions = transactions;
    this.store = store;
    this.audit = audit;
  }

  public AllowedRegions allowed(OrgId org) {
    return transactions.inOrg(org, tx -> store.find(tx, org));
  }

  /// The same in the caller's transaction.
  public AllowedRegions allowed(Tx tx, OrgId org) {
    return store.find(tx, org);
  }

  /// Allows these and no others from now on; fleets that stand elsewhere stay.
  ///
  /// @return what is wrong with them, if anything
  public Optional<Complaint> allow(OrgId org, AllowedRegions wanted, String by) {
    Optional<Complaint> wrong = check(wanted);
    if (wrong.isEmpty()) {
      transactions.runInOrg(org, tx -> allow(tx, org, wanted, by));
    }
    return wrong;
  }

  private void allow(Tx tx, OrgId org, AllowedRegions wanted, String by) {
    AllowedRegions before = store.find(tx, org);
    if (before.equals(wanted)) {
      return;
    }
    store.put(tx, org, wanted);
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    detail.set("before", json(before));
    detail.set("after", json(wanted));
    audit.record(tx, org, new AuditEntry(by, "regions.update", org.toString(), detail.toString()));
  }

  private static ObjectNode json(AllowedRegions regions) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    regions
        .byCloud()
        .forEach((cloud, names) -> names.forEach(node.withArray("/" + cloud.text())::add));
    return node;
  }

  private static Optional<Complaint> check(AllowedRegions wanted) {
    for (Map.Entry<Cloud, SortedSet<String>> entry : wanted.byCloud().entrySet()) {
      String field = "regions." + entry.getKey().text();
      if (entry.getValue().size() > MOST) {
        return Optional.of(new Complaint(field, "must have at most %d regions".formatted(MOST)));
      }
      if (!entry.getValue().stream().allMatch(name -> REGION.matcher(name).matches())) {
        return Optional.of(new Complaint(field, "must list names of regions, as eu-central-1"));
      }
    }
    return Optional.empty();
  }
}
