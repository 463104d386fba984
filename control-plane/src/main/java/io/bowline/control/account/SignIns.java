package io.bowline.control.account;

import io.bowline.control.account.AccountStore.Comer;
import io.bowline.control.account.AccountStore.Person;
import io.bowline.control.account.AccountStore.Way;
import io.bowline.control.account.Tries.Limit;
import io.bowline.control.org.Principal;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.TokenId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// People sign in by address and password, and by a code where they have a second factor. Whoever
/// is unknown here is answered as if the password were wrong, after as long.
@Singleton
public final class SignIns {
  private static final SystemTask SIGN_IN = new SystemTask("sign-in");

  /// Of one person, from one source, or with one program that they signed in with before.
  private static final int MOST_OF_ONE = 10;

  /// Of one person, from wherever they have not signed in before.
  private static final int MOST_OF_STRANGERS = 50;

  /// From one source, whoever it is.
  private static final int MOST_FROM_ONE = 100;

  /// Codes of one person whose password is known.
  private static final int MOST_CODES = 5;

  private final Transactions transactions;
  private final AccountStore store;
  private final SecondFactors factors;
  private final Sessions sessions;
  private final Hashing hashing;
  private final Tries tries;
  private final LocalSignIn local;

  SignIns(
      Transactions transactions,
      AccountStore store,
      SecondFactors factors,
      Sessions sessions,
      Hashing hashing,
      Tries tries,
      LocalSignIn local) {
    this.transactions = transactions;
    this.store = store;
    this.factors = factors;
    this.sessions = sessions;
    this.hashing = hashing;
    this.tries = tries;
    this.local = local;
  }

  /// Signs somebody in.
  public SignedIn signIn(Credentials given) {
    var way = new Way(given.from().source(), given.device().flatMap(KnownDevice::hash));
    Optional<Comer> comer =
        transactions.asSystem(
            SIGN_IN, tx -> store.comer(tx, given.organization(), given.email(), way));
    List<Limit> limits = limits(given, comer);
    Optional<Person> person = comer.map(Comer::person);
    Optional<Duration> stay = tries.take(limits);
    if (stay.isPresent()) {
      return new SignedIn.TooMany(stay.get());
    }
    return switch (hashing.compare(person.flatMap(Person::password), given.password())) {
      case NO -> new SignedIn.Refused();
      case BUSY -> {
        tries.giveBack(limits);
        yield new SignedIn.Busy();
      }
      case YES -> {
        SignedIn come = known(comer.orElseThrow(), given);
        if (!(come instanceof SignedIn.CodeNeeded needed) || !needed.wrong()) {
          tries.giveBack(limits);
        }
        yield come;
      }
    };
  }

  /// Who tries the passwords of a person does not keep that person out. With a program that they
  /// signed in with before only what is tried with it counts, whoever else is at the same address;
  /// where they have signed in before, only what is tried from there.
  private static List<Limit> limits(Credentials given, Optional<Comer> comer) {
    Optional<TokenId> device = comer.flatMap(Comer::device);
    if (device.isPresent()) {
      return List.of(new Limit("device " + device.get(), MOST_OF_ONE));
    }
    String whom = given.organization() + " " + given.email();
    String source = Tries.network(given.from().source());
    var limits = new ArrayList<Limit>();
    limits.add(new Limit("person " + whom + " from " + source, MOST_OF_ONE));
    limits.add(new Limit("source " + source, MOST_FROM_ONE));
    if (comer.filter(Comer::familiar).isEmpty()) {
      limits.add(new Limit("person " + whom, MOST_OF_STRANGERS));
    }
    return limits;
  }

  private SignedIn known(Comer comer, Credentials given) {
    Person person = comer.person();
    if (!transactions.inOrg(person.org(), tx -> local.isOn(tx, person.org()))) {
      return new SignedIn.Elsewhere();
    }
    if (!person.totp()) {
      return transactions.inOrg(person.org(), tx -> in(tx, person, given, "password"));
    }
    if (given.code().isEmpty()) {
      return new SignedIn.CodeNeeded(false);
    }
    String code = given.code().get();
    List<Limit> limits = List.of();
    if (SecondFactors.kind(code) == SecondFactors.Code.OF_THE_TIME) {
      String with = comer.device().map(device -> " with " + device).orElse("");
      limits = List.of(new Limit("code of " + person.org() + " " + person.id() + with, MOST_CODES));
      Optional<Duration> stay = tries.take(limits);
      if (stay.isPresent()) {
        return new SignedIn.TooMany(stay.get());
      }
    }
    SignedIn come =
        transactions.inOrg(
            person.org(),
            tx ->
                factors.take(tx, person.org(), person.id(), code)
                    ? in(tx, person, given, "password and code")
                    : new SignedIn.CodeNeeded(true));
    if (come instanceof SignedIn.In) {
      tries.giveBack(limits);
    }
    return come;
  }

  /// What was compared may have changed since.
  private SignedIn in(Tx tx, Person person, Credentials given, String method) {
    store.lock(tx, person.org(), person.id());
    if (store.person(tx, person.org(), person.id()).filter(person::equals).isEmpty()) {
      return new SignedIn.Refused();
    }
    var holder = new Principal.Holder(person.id(), person.role(), true);
    return new SignedIn.In(sessions.begin(tx, person.org(), holder, method, given.from()));
  }
}
