package io.bowline.control.org;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.org.Founding.Founded;
import io.bowline.control.org.Founding.NameTaken;
import io.bowline.control.org.Founding.Refused;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The tenants.
@Singleton
public final class Organizations {
  private static final SystemTask STAFF = new SystemTask("staff");
  private static final int MOST_KNOWN = 20_000;
  private static final Pattern NAME = Pattern.compile("[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

  private final Transactions transactions;
  private final OrgStore store;
  private final Audit audit;
  private final Ids ids;

  /// An organization never changes, so what was found once stays true until it is forgotten; each
  /// request asks for its own.
  private final Map<Object, Organization> known = new ConcurrentHashMap<>();

  public Organizations(Transactions transactions, OrgStore store, Audit audit, Ids ids) {
    this.transactions = transactions;
    this.store = store;
    this.audit = audit;
    this.ids = ids;
  }

  /// Founds an organization.
  public Founding found(String name, Principal by) {
    return transactions.inOrg(Audit.VENDOR, tx -> found(tx, name, by));
  }

  /// The same in the caller's transaction, which is the vendor's.
  public Founding found(Tx tx, String name, Principal by) {
    if (!NAME.matcher(name).matches()) {
      return new Refused("name", "must be a DNS label: a-z, 0-9 and -, at most 63 characters");
    }
    OrgId id = new OrgId(ids.get());
    return transactions
        .within(tx, id, own -> inserted(own, id, name, by))
        .<Founding>map(Founded::new)
        .orElseGet(() ->
            named(name)
                .<Founding>map(NameTaken::new)
                .orElseGet(() ->
                    new Refused(
                        "name", "was an organization's that is gone; names are not given again")));
  }

  private Optional<Organization> inserted(Tx tx, OrgId id, String name, Principal by) {
    if (!store.insert(tx, id, name)) {
      return Optional.empty();
    }
    audit.record(tx, id, new AuditEntry(by.actor(), "organization.create", id.toString()));
    return store.find(tx, id);
  }

  public Optional<Organization> find(OrgId id) {
    return known(id, () -> transactions.inOrg(id, tx -> store.find(tx, id)));
  }

  /// By name, for the vendor's staff.
  public Optional<Organization> named(String name) {
    return known(name, () -> transactions.asSystem(STAFF, tx -> store.named(tx, name)));
  }

  private Optional<Organization> known(Object key, Supplier<Optional<Organization>> ask) {
    Organization before = known.get(key);
    if (before != null) {
      return Optional.of(before);
    }
    Optional<Organization> found = ask.get();
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    found.ifPresent(organization -> known.put(key, organization));
    return found;
  }

  /// Forgets one that is gone; this replica no longer lets anybody enter it.
  public void forget(OrgId id) {
    known.values().removeIf(organization -> organization.id().equals(id));
  }

  /// In order of names, for the vendor's staff.
  public List<Organization> list(String afterName, int limit) {
    return transactions.asSystem(STAFF, tx -> store.list(tx, afterName, limit));
  }
}
