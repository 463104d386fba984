package io.bowline.control.org;

import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import java.util.Set;

/// Who is calling, proven by a token.
public sealed interface Principal {
  TokenId token();

  Set<Scope> scopes();

  /// As the audit names it.
  String actor();

  /// One of the vendor's people, in whichever organization.
  record Staff(TokenId token, String name, Set<Scope> scopes) implements Principal {
    @Override
    public String actor() {
      return "staff/" + name;
    }
  }

  /// A token of an organization; there is no other organization for it.
  record Member(TokenId token, OrgId org, String name, Set<Scope> scopes) implements Principal {
    @Override
    public String actor() {
      return "token/" + token;
    }
  }
}
