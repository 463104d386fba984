package io.bowline.control.org;

import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Who is calling, proven by a token.
public sealed interface Principal {
  TokenId token();

  /// What the caller may do now.
  Set<Scope> scopes();

  /// As the audit names it.
  String actor();

  /// What proved who it is, as the audit names that.
  default String credential() {
    return "token/" + token();
  }

  /// One of the vendor's people, in whichever organization.
  record Staff(TokenId token, String name, Set<Scope> scopes) implements Principal {
    @Override
    public String actor() {
      return "staff/" + name;
    }
  }

  /// What a member proves who they are by.
  enum Proof {
    TOKEN,
    SESSION
  }

  /// A token or session of an organization; there is no other organization for it.
  ///
  /// @param token its id, or the session's
  /// @param granted what was given to the token
  /// @param holder whose it is; empty for a token of the organization itself
  /// @param only the parts that it is for; empty for the whole organization
  record Member(
      TokenId token,
      OrgId org,
      String name,
      Set<Scope> granted,
      Optional<Holder> holder,
      Optional<Only> only,
      Proof proof)
      implements Principal {
    /// A token of the organization itself.
    public Member(TokenId token, OrgId org, String name, Set<Scope> granted) {
      this(token, org, name, granted, Optional.empty(), Optional.empty(), Proof.TOKEN);
    }

    /// Somebody who has signed in, for whatever their role allows.
    public static Member signedIn(TokenId session, OrgId org, Holder holder) {
      Set<Scope> all = Role.OWNER.scopes();
      return new Member(
          session, org, "session", all, Optional.of(holder), Optional.empty(), Proof.SESSION);
    }

    /// What was given to the token, as far as its holder may do it now.
    @Override
    public Set<Scope> scopes() {
      return holder
          .map(who ->
              granted.stream()
                  .filter(who.role().scopes()::contains)
                  .collect(Collectors.toUnmodifiableSet()))
          .orElse(granted);
    }

    @Override
    public String actor() {
      return holder.map(Holder::actor).orElseGet(() -> "token/" + token);
    }

    @Override
    public String credential() {
      return switch (proof) {
        case TOKEN -> "token/" + token;
        case SESSION -> "session/" + token;
      };
    }
  }

  /// A member of the organization, as things stand now.
  ///
  /// @param person whether it is one; else a service account
  record Holder(MemberId id, Role role, boolean person) {
    /// As the audit names it.
    public String actor() {
      return (person ? "member/" : "service/") + id;
    }
  }
}
