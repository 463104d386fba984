package io.bowline.control.install;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.install.Creation.Created;
import io.bowline.control.install.Creation.Invalid;
import io.bowline.control.install.Creation.NameTaken;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The installs of every organization and how they are.
@ApplicationScoped
public class Installs {
  /// Two missed heartbeats of 25 s, and time to come back after one lost connection (C34).
  public static final Duration SILENCE_ALLOWED = Duration.ofSeconds(65);

  private static final SystemTask WATCH = new SystemTask("install-watch");
  private static final Pattern NAME = Pattern.compile("[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._:/-]{0,127}");
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /// As the API spells them: `oci` is Oracle's cloud there and nowhere else; in the code, where OCI
  /// images and artifacts are everywhere, it is `oracle`.
  private static final Set<String> CLOUDS = Set.of("aws", "azure", "gcp", "oci", "byok");

  private static final int MAX_INPUTS = 200;
  private static final int MAX_INPUT_LENGTH = 16_384;

  private final Transactions transactions;
  private final Ids ids;
  private final InstallStore store;
  private final Audit audit;

  public Installs(Transactions transactions, Ids ids, InstallStore store, Audit audit) {
    this.audit = audit;
    this.transactions = transactions;
    this.store = store;
    this.ids = ids;
  }

  /// Creates an install for a person, who then makes its base layer.
  ///
  /// @param by as the audit names them
  public Creation create(OrgId org, NewInstall wish, String by) {
    return transactions.inOrg(org, tx -> create(tx, org, wish, by));
  }

  /// The same in the caller's transaction.
  public Creation create(Tx tx, OrgId org, NewInstall wish, String by) {
    Optional<Invalid> wrong = check(wish).or(() -> Places.check(wish));
    return wrong.isPresent() ? wrong.get() : insert(tx, org, wish, InstallStatus.DRAFT, by);
  }

  /// Creates one where there is a cluster already, into which somebody here puts the runner.
  public Creation createThere(Tx tx, OrgId org, NewInstall wish, String by) {
    Optional<Invalid> wrong = check(wish);
    return wrong.isPresent()
        ? wrong.get()
        : insert(tx, org, wish, InstallStatus.AWAITING_RUNNER, by);
  }

  private Creation insert(Tx tx, OrgId org, NewInstall wish, InstallStatus status, String by) {
    Optional<InstallRecord> taken = store.byName(tx, org, wish.name());
    if (taken.isPresent()) {
      return new NameTaken(taken.get());
    }
    var install =
        new InstallRecord(
            org,
            new InstallId(ids.get()),
            wish.name(),
            wish.product(),
            wish.cloud(),
            wish.account(),
            wish.region(),
            wish.inputs(),
            Optional.empty(),
            status,
            "",
            Optional.empty(),
            Proof.asked(wish.proof()),
            tx.now());
    store.insert(tx, install);
    audit.record(tx, org, new AuditEntry(by, "install.create", install.id().toString()));
    return new Created(install);
  }

  private static Optional<Invalid> check(NewInstall wish) {
    if (!NAME.matcher(wish.name()).matches()) {
      return invalid("name", "must be a DNS label: a-z, 0-9 and -, at most 63 characters");
    }
    if (!CLOUDS.contains(wish.cloud())) {
      return invalid(
          "cloud",
          "is not supported for BYOC: it must be aws or azure, or gcp or oci (Oracle's) as a preview, or byok for a cluster of your own");
    }
    if (!WORD.matcher(wish.product()).matches()) {
      return invalid("product", "must name a product, e.g. acme/streaming");
    }
    if (!WORD.matcher(wish.account()).matches()) {
      return invalid("account", "must be the cloud account, subscription or cluster id");
    }
    if (!WORD.matcher(wish.region()).matches()) {
      return invalid("region", "must name a region");
    }
    return checkInputs(wish.inputs());
  }

  /// What is wrong with inputs, if anything.
  public static Optional<Invalid> checkInputs(Map<String, String> inputs) {
    if (inputs.size() > MAX_INPUTS) {
      return invalid("inputs", "must be at most " + MAX_INPUTS);
    }
    return inputs.entrySet().stream()
        .filter(entry ->
            Objects.isNull(entry.getValue()) || entry.getValue().length() > MAX_INPUT_LENGTH)
        .findFirst()
        .flatMap(entry ->
            invalid(
                "inputs." + entry.getKey(),
                "must be text of at most " + MAX_INPUT_LENGTH + " characters"));
  }

  private static Optional<Invalid> invalid(String field, String message) {
    return Optional.of(new Invalid(field, message));
  }

  public Optional<InstallRecord> find(OrgId org, InstallId id) {
    return transactions.inOrg(org, tx -> store.find(tx, org, id));
  }

  public Optional<InstallRecord> find(Tx tx, OrgId org, InstallId id) {
    return store.find(tx, org, id);
  }

  /// By the name people use, or by id.
  public Optional<InstallRecord> named(OrgId org, String nameOrId) {
    return transactions.inOrg(
        org,
        tx -> {
          Optional<InstallRecord> byName = store.byName(tx, org, nameOrId);
          return byName.isPresent() || !UUID.matcher(nameOrId).matches()
              ? byName
              : store.find(tx, org, InstallId.parse(nameOrId));
        });
  }

  /// Locked until the caller's transaction ends.
  public Optional<InstallRecord> lock(Tx tx, OrgId org, InstallId id) {
    return store.lock(tx, org, id);
  }

  public List<InstallRecord> list(OrgId org, String afterName, int limit) {
    return transactions.inOrg(org, tx -> store.list(tx, org, afterName, limit));
  }

  /// Where the vendor's hosted runner of this organization is at work, if that is anywhere yet. It
  /// has jobs and runners like an install, and is none: nothing else here knows it.
  public Optional<InstallId> hostedPlace(Tx tx, OrgId org) {
    return store.hostedPlace(tx, org);
  }

  /// The same; it is made where there was none.
  public InstallId madeHostedPlace(Tx tx, OrgId org) {
    return store
        .hostedPlace(tx, org)
        .orElseGet(() -> {
          var id = new InstallId(ids.get());
          return store.makeHostedPlace(tx, org, id) ? id : store.hostedPlace(tx, org).orElseThrow();
        });
  }

  /// Replaces the inputs; empty when there is no such install.
  public Optional<InstallRecord> inputs(
      OrgId org, InstallId id, Map<String, String> inputs, String by) {
    return transactions.inOrg(org, tx -> inputs(tx, org, id, inputs, by));
  }

  /// The same in the caller's transaction.
  public Optional<InstallRecord> inputs(
      Tx tx, OrgId org, InstallId id, Map<String, String> inputs, String by) {
    store.inputs(tx, org, id, inputs);
    audit.record(tx, org, new AuditEntry(by, "install.inputs", id.toString()));
    return store.find(tx, org, id);
  }

  /// Its runner was heard: enrolled, connected or beat.
  public void heard(OrgId org, InstallId id) {
    transactions.inOrg(
        org,
        tx -> {
          store.heard(tx, org, id);
          return move(tx, org, id, InstallEvent.HEARD, "");
        });
  }

  /// What it runs now, in the transaction that learned it.
  public void runs(Tx tx, OrgId org, InstallId id, Optional<Digest> release) {
    store.runs(tx, org, id, release);
  }

  /// As whom its cloud knows the runner that enrolls now; empty when nobody vouches for it.
  public void vouched(Tx tx, OrgId org, InstallId id, Optional<String> principal) {
    store.vouched(tx, org, id, principal);
  }

  /// Something happened to an install.
  ///
  /// @param reason why it is as it is then
  /// @return false when that does not concern an install that is like this one, or there is none
  public boolean move(Tx tx, OrgId org, InstallId id, InstallEvent event, String reason) {
    Optional<InstallStatus> next =
        store
            .lock(tx, org, id)
            .map(InstallRecord::status)
            .flatMap(now -> InstallRules.after(now, event));
    next.ifPresent(status -> store.status(tx, org, id, status, reason));
    return next.isPresent();
  }

  /// How well installs in this cloud are supported, as the API says it.
  public static String support(String cloud) {
    return Places.support(cloud);
  }

  public List<StatusChange> history(OrgId org, InstallId id, int limit) {
    return transactions.inOrg(org, tx -> history(tx, org, id, limit));
  }

  /// The newest changes of its status, oldest first.
  public List<StatusChange> history(Tx tx, OrgId org, InstallId id, int limit) {
    return store.history(tx, org, id, limit);
  }

  /// Marks installs whose runner has been silent for too long.
  ///
  /// @return how many changed
  public int sweep(int limit) {
    List<InstallStore.Silent> silent =
        transactions.asSystem(WATCH, tx -> store.silent(tx, SILENCE_ALLOWED, limit));
    for (InstallStore.Silent one : silent) {
      transactions.inOrg(
          one.org(),
          tx ->
              move(
                  tx,
                  one.org(),
                  one.install(),
                  InstallEvent.SILENT,
                  "no connection since %s on the link's port (9701); check that the runner runs and that"
                          .formatted(one.heardAt().truncatedTo(ChronoUnit.SECONDS))
                      + " its network lets it out there: its log says in one line what is in the way"));
    }
    return silent.size();
  }
}
