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

/// A token of the vendor's staff with every scope, for tests of the whole process.
@Singleton
public class TestOwner {
  private final String token;

  TestOwner(Transactions transactions, TokenStore store, Ids ids, SecureRandom random) {
    Secret text = TokenText.mint(random);
    NewToken wish = new NewToken("tester", EnumSet.allOf(Scope.class), Optional.empty());
    transactions.runAsSystem(
        new SystemTask("test"),
        tx ->
            store.insertStaff(
                tx, new TokenId(ids.get()), wish, TokenText.hash(text).orElseThrow()));
    token = text.revealText();
  }

  public String token() {
    return token;
  }
}
