package io.bowline.control.account;

import io.bowline.control.account.AccountStore.Person;
import io.bowline.control.account.Changed.Conflict;
import io.bowline.control.account.Changed.Made;
import io.bowline.control.account.Changed.TooMany;
import io.bowline.control.account.Changed.Unproven;
import io.bowline.control.account.Tries.Limit;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.org.Principal;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// People turn their second factor on and off. Each time they say their password.
@Singleton
public final class SecondFactorChanges {
  private static final int MOST_CODES = 5;

  private final Transactions transactions;
  private final AccountStore store;
  private final SecondFactors factors;
  private final Proofs proofs;
  private final Tries tries;
  private final Audit audit;

  SecondFactorChanges(
      Transactions transactions,
      AccountStore store,
      SecondFactors factors,
      Proofs proofs,
      Tries tries,
      Audit audit) {
    this.transactions = transactions;
    this.store = store;
    this.factors = factors;
    this.proofs = proofs;
    this.tries = tries;
    this.audit = audit;
  }

  /// A second factor that is not on yet.
  ///
  /// @param secret as people type it
  /// @param address as apps scan it
  public record Proposal(Secret secret, Secret address) {}

  /// Proposes a second factor; it is on once a code of it is shown.
  public Changed<Proposal> propose(OrgId org, Principal.Holder member, Secret password) {
    return proven(
        org,
        member,
        password,
        (tx, person) -> {
          if (person.totp()) {
            return new Conflict<>("There is a second factor; remove it first.");
          }
          List<String> names = store.names(tx, org, member.id());
          String secret = Base32.text(factors.propose(tx, org, member.id()).reveal());
          String label = names.getLast() + ":" + names.getFirst();
          String address =
              "otpauth://totp/Bowline%%20%s?secret=%s&issuer=Bowline"
                  .formatted(label.replace("%", "%25").replace(" ", "%20"), secret);
          return new Made<>(new Proposal(Secret.of(secret), Secret.of(address)));
        });
  }

  /// Turns on what was proposed, when this is a code of it.
  ///
  /// @return recovery codes, shown this once
  public Changed<List<Secret>> confirm(OrgId org, Principal.Holder member, String code) {
    List<Limit> limits =
        List.of(new Limit("proposed code of " + org + " " + member.id(), MOST_CODES));
    Optional<Duration> stay = tries.take(limits);
    if (stay.isPresent()) {
      return new TooMany<>(stay.get());
    }
    Optional<List<Secret>> codes =
        transactions.inOrg(
            org,
            tx -> {
              store.lock(tx, org, member.id());
              Optional<List<Secret>> made = factors.confirm(tx, org, member.id(), code);
              made.ifPresent(_ -> record(tx, org, member, "second-factor.set"));
              return made;
            });
    codes.ifPresent(_ -> tries.giveBack(limits));
    return codes.<Changed<List<Secret>>>map(Made::new).orElseGet(() -> new Unproven<>("code"));
  }

  /// Turns it off.
  public Changed<Boolean> remove(OrgId org, Principal.Holder member, Secret password) {
    return proven(
        org,
        member,
        password,
        (tx, _) -> {
          if (!store.removeFactor(tx, org, member.id())) {
            return new Conflict<>("There is no second factor.");
          }
          record(tx, org, member, "second-factor.remove");
          return new Made<>(true);
        });
  }

  /// Makes recovery codes in place of all others.
  ///
  /// @return shown this once
  public Changed<List<Secret>> recoveryCodes(OrgId org, Principal.Holder member, Secret password) {
    return proven(
        org,
        member,
        password,
        (tx, person) -> {
          if (!person.totp()) {
            return new Conflict<>("There is no second factor that they would stand in for.");
          }
          List<Secret> codes = factors.recoveryCodes(tx, org, member.id());
          record(tx, org, member, "recovery-codes.set");
          return new Made<>(codes);
        });
  }

  private <T> Changed<T> proven(
      OrgId org,
      Principal.Holder member,
      Secret password,
      BiFunction<Tx, Person, Changed<T>> work) {
    Person person = transactions.inOrg(org, tx -> store.person(tx, org, member.id())).orElseThrow();
    if (person.password().isEmpty()) {
      return new Conflict<>("Set a password first.");
    }
    Optional<Changed<T>> lacking = proofs.lacking(org, person, password, "password");
    return lacking.isPresent()
        ? lacking.get()
        : transactions.inOrg(org, tx -> afterwards(tx, org, person, work));
  }

  /// What was proven may have changed since.
  private <T> Changed<T> afterwards(
      Tx tx, OrgId org, Person proven, BiFunction<Tx, Person, Changed<T>> work) {
    store.lock(tx, org, proven.id());
    return store
        .person(tx, org, proven.id())
        .filter(now -> now.password().equals(proven.password()))
        .map(now -> work.apply(tx, now))
        .orElseGet(() -> new Conflict<>("The password was changed meanwhile."));
  }

  private void record(Tx tx, OrgId org, Principal.Holder member, String action) {
    audit.record(tx, org, new AuditEntry(member.actor(), action, member.id().toString()));
  }
}
