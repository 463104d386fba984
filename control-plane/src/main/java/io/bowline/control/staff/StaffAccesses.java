package io.bowline.control.staff;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.org.Entry;
import io.bowline.control.org.Principal;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.platform.event.Event;
import io.bowline.control.platform.event.Events;
import io.bowline.control.staff.StaffAccess.State;
import io.bowline.control.staff.StaffPolicy.Rule;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/// By what the vendor's staff come into organizations. An organization sees each access with its
/// reason, and ends it when it likes; whether one lasts is asked of the database at each request,
/// so its end counts on every replica at once.
@Singleton
public final class StaffAccesses {
  /// The topic of events that tell what became of an access.
  public static final String ACCESS = "staff.access";

  private static final Duration LAPSE = Duration.ofDays(7);
  private static final int LONGEST_REASON = 500;
  private static final int MOST_WAITING = 20;

  private final Transactions transactions;
  private final StaffAccessStore store;
  private final Events events;
  private final Audit audit;
  private final Ids ids;

  public StaffAccesses(
      Transactions transactions, StaffAccessStore store, Events events, Audit audit, Ids ids) {
    this.events = events;
    this.transactions = transactions;
    this.store = store;
    this.audit = audit;
    this.ids = ids;
  }

  /// How somebody may come in at this moment; members of the organization need no access.
  public Entry entry(OrgId org, Principal who) {
    return switch (who) {
      case Principal.Member _ -> Entry.NONE;
      case Principal.Staff staff -> entry(org, staff.name());
    };
  }

  private Entry entry(OrgId org, String staff) {
    StaffAccessStore.Door door = transactions.glance(glance -> store.door(glance, org, staff));
    if (door.unnoted()) {
      transactions.runInOrg(org, tx -> store.used(tx, org, staff));
    }
    return door.entry();
  }

  public StaffPolicy policy(OrgId org) {
    return transactions.inOrg(org, tx -> policy(tx, org));
  }

  private StaffPolicy policy(Tx tx, OrgId org) {
    return store.policy(tx, org).orElse(StaffPolicy.USUAL);
  }

  /// Says how staff come in from now on. `NEVER` also ends whatever lets them in.
  public void setPolicy(OrgId org, StaffPolicy wanted, Principal by) {
    transactions.runInOrg(
        org,
        tx -> {
          store.lock(tx, org);
          StaffPolicy before = policy(tx, org);
          store.setPolicy(tx, org, wanted, by.actor());
          int ended = wanted.rule() == Rule.NEVER ? store.endAll(tx, org, by.actor()) : 0;
          ObjectNode detail = JsonNodeFactory.instance.objectNode();
          detail.set("before", json(before));
          detail.set("after", json(wanted));
          detail.put("ended", ended);
          audit.record(
              tx,
              org,
              new AuditEntry(by.actor(), "staff-access.policy", org.toString(), detail.toString()));
        });
  }

  private static ObjectNode json(StaffPolicy policy) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("rule", policy.rule().text())
        .put("mostHours", policy.mostHours());
  }

  public Optional<StaffAccess> find(OrgId org, UUID id) {
    return transactions.inOrg(org, tx -> store.find(tx, org, id, LAPSE));
  }

  /// Newest first.
  public List<StaffAccess> list(OrgId org, Optional<UUID> before, int limit) {
    return transactions.inOrg(org, tx -> store.list(tx, org, before, LAPSE, limit));
  }

  /// Those that let somebody in at this moment, or wait to be decided about; newest first.
  public List<StaffAccess> standing(OrgId org) {
    return transactions.inOrg(org, tx -> store.standing(tx, org, LAPSE));
  }

  /// Asks to be let in, in the caller's transaction; what comes of it is the organization's policy.
  public Asked request(Tx tx, OrgId org, String reason, int hours, Principal.Staff by) {
    store.lock(tx, org);
    StaffPolicy policy = policy(tx, org);
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      return new Asked.Refused(
          "reason", "must say why, in at most %d characters".formatted(LONGEST_REASON));
    }
    if (hours < 1 || hours > policy.mostHours()) {
      return new Asked.Refused(
          "hours", "must be 1 to %d, as the organization allows".formatted(policy.mostHours()));
    }
    return switch (policy.rule()) {
      case NEVER ->
          new Asked.NotAllowed(
              "The organization lets no staff in. An owner or admin of it can change that: bowline"
                  + " org staff-access ask.");
      case ASK ->
          store.waiting(tx, org, LAPSE) >= MOST_WAITING
              ? new Asked.Conflict(
                  "%d requests wait for the organization's decision already."
                      .formatted(MOST_WAITING))
              : new Asked.Made(requested(tx, org, reason, hours, by));
      case TELL -> {
        StaffAccess access = requested(tx, org, reason, hours, by);
        store.grant(tx, org, access.id(), "policy");
        record(tx, org, by.actor(), "grant", access.id(), by("policy"));
        yield new Asked.Made(now(tx, org, access.id()));
      }
    };
  }

  private StaffAccess requested(Tx tx, OrgId org, String reason, int hours, Principal.Staff by) {
    var wish = new StaffAccessStore.Wish(ids.get(), by.name(), reason, hours);
    store.insert(tx, org, wish);
    record(tx, org, by.actor(), "request", wish.id(), said(reason, hours));
    return now(tx, org, wish.id());
  }

  /// Lets somebody in who waits, for as long as they asked.
  public Asked approve(OrgId org, UUID id, Principal by) {
    return transactions.inOrg(
        org,
        tx ->
            changed(
                tx,
                org,
                id,
                Set.of(State.REQUESTED),
                access -> {
                  store.grant(tx, org, id, by.actor());
                  record(tx, org, by.actor(), "grant", id, of(access));
                }));
  }

  /// Does not let somebody in who waits.
  public Asked refuse(OrgId org, UUID id, Principal by) {
    return transactions.inOrg(
        org,
        tx ->
            changed(
                tx,
                org,
                id,
                Set.of(State.REQUESTED),
                access -> {
                  store.refuse(tx, org, id, by.actor());
                  record(tx, org, by.actor(), "refuse", id, of(access));
                }));
  }

  /// Ends what lets somebody in, at once, or a wish that waits.
  public Asked end(OrgId org, UUID id, Principal by) {
    return transactions.inOrg(org, tx -> end(tx, org, id, by));
  }

  /// The same in the caller's transaction.
  public Asked end(Tx tx, OrgId org, UUID id, Principal by) {
    return changed(
        tx,
        org,
        id,
        Set.of(State.REQUESTED, State.ACTIVE),
        access -> {
          store.end(tx, org, id, by.actor());
          record(tx, org, by.actor(), "end", id, of(access));
        });
  }

  /// The same by whoever of staff has it; another's is none to them.
  public Asked leave(OrgId org, UUID id, Principal.Staff by) {
    return find(org, id).filter(access -> access.staff().equals(by.name())).isPresent()
        ? end(org, id, by)
        : new Asked.Unknown();
  }

  private Asked changed(Tx tx, OrgId org, UUID id, Set<State> from, Consumer<StaffAccess> change) {
    store.lock(tx, org);
    Optional<StaffAccess> found = store.find(tx, org, id, LAPSE);
    if (found.isEmpty()) {
      return new Asked.Unknown();
    }
    if (!from.contains(found.get().state())) {
      return new Asked.Conflict("The access is %s.".formatted(found.get().state().text()));
    }
    change.accept(found.get());
    return new Asked.Made(now(tx, org, id));
  }

  private StaffAccess now(Tx tx, OrgId org, UUID id) {
    return store.find(tx, org, id, LAPSE).orElseThrow();
  }

  /// In the audit, and to whoever would notify somebody.
  private void record(Tx tx, OrgId org, String actor, String what, UUID id, ObjectNode detail) {
    audit.record(
        tx, org, new AuditEntry(actor, "staff-access." + what, id.toString(), detail.toString()));
    ObjectNode said = JsonNodeFactory.instance.objectNode().put("what", what).put("by", actor);
    events.publish(tx, new Event(ACCESS, org, id.toString(), said.toString()));
  }

  private static ObjectNode said(String reason, int hours) {
    return JsonNodeFactory.instance.objectNode().put("reason", reason).put("hours", hours);
  }

  private static ObjectNode by(String whom) {
    return JsonNodeFactory.instance.objectNode().put("by", whom);
  }

  private static ObjectNode of(StaffAccess access) {
    return JsonNodeFactory.instance.objectNode().put("staff", access.staff());
  }
}
