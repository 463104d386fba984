package io.bowline.control.account;

import io.bowline.control.account.AccountStore.Person;
import io.bowline.control.account.Changed.Busy;
import io.bowline.control.account.Changed.TooMany;
import io.bowline.control.account.Changed.Unproven;
import io.bowline.control.account.Tries.Limit;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Has somebody who is signed in show once more that it is they: a session that was left open, or a
/// token that was lost, changes no password.
@Singleton
final class Proofs {
  private static final int MOST = 10;

  private final Hashing hashing;
  private final Tries tries;

  Proofs(Hashing hashing, Tries tries) {
    this.hashing = hashing;
    this.tries = tries;
  }

  /// What is wrong with a proof; empty when it is one.
  ///
  /// @param field as the caller calls the password
  <T> Optional<Changed<T>> lacking(OrgId org, Person person, Secret password, String field) {
    List<Limit> limits = limits(org, person.id());
    Optional<Duration> stay = tries.take(limits);
    if (stay.isPresent()) {
      return Optional.of(new TooMany<>(stay.get()));
    }
    return switch (hashing.compare(person.password(), password)) {
      case NO -> Optional.of(new Unproven<>(field));
      case BUSY -> {
        tries.giveBack(limits);
        yield Optional.of(new Busy<>());
      }
      case YES -> {
        tries.giveBack(limits);
        yield Optional.empty();
      }
    };
  }

  private static List<Limit> limits(OrgId org, MemberId member) {
    return List.of(new Limit("proof of " + org + " " + member, MOST));
  }
}
