package io.bowline.control.org;

import io.bowline.control.platform.Ids;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.TokenId;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// A token of the vendor's staff with every scope, for tests of the whole process.
@Singleton
public class TestOwner {
  private final Transactions transactions;
  private final TokenStore store;
  private final Ids ids;
  private final SecureRandom random;
  private final String token;

  TestOwner(Transactions transactions, TokenStore store, Ids ids, SecureRandom random) {
    this.transactions = transactions;
    this.store = store;
    this.ids = ids;
    this.random = random;
    token = with(EnumSet.allOf(Scope.class));
  }

  public String token() {
    return token;
  }

  /// Another token of the staff.
  public final String with(Set<Scope> scopes) {
    return named("tester", scopes);
  }

  /// A token of somebody of the staff.
  public final String named(String name, Set<Scope> scopes) {
    Secret text = TokenText.API.mint(random);
    NewToken wish = new NewToken(name, scopes, Optional.empty());
    transactions.runAsSystem(
        new SystemTask("test"),
        tx ->
            store.insertStaff(
                tx, new TokenId(ids.get()), wish, TokenText.API.hash(text).orElseThrow()));
    return text.revealText();
  }
}
