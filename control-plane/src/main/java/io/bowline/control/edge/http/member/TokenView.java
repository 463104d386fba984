package io.bowline.control.edge.http.member;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.org.Scope;
import io.bowline.control.org.Token;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.MemberId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A token as the API shows it.
///
/// @param installs those that it is for
/// @param fleets those that it is for; both absent for the whole organization
/// @param member whose it is, a member or a service account; absent for the organization's own
/// @param lastUsedAt to the minute; absent when it never was
/// @param token its text, in the answer that made it and nowhere else
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TokenView(
    String id,
    String name,
    List<String> scopes,
    @Nullable List<String> installs,
    @Nullable List<String> fleets,
    String createdBy,
    @Nullable String member,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt,
    @Nullable Instant lastUsedAt,
    @Nullable String token) {
  /// Nothing of what is secret.
  @Override
  public String toString() {
    return "TokenView[]";
  }

  static TokenView of(Token token) {
    return of(token, Optional.empty());
  }

  static TokenView of(Token token, Optional<String> text) {
    return new TokenView(
        token.id().toString(),
        token.name(),
        token.scopes().stream().map(Scope::text).sorted().toList(),
        token
            .only()
            .map(only -> only.installs().stream().map(InstallId::toString).sorted().toList())
            .orElse(null),
        token
            .only()
            .map(only -> only.fleets().stream().map(FleetId::toString).sorted().toList())
            .orElse(null),
        token.origin().by(),
        token.origin().holder().map(MemberId::toString).orElse(null),
        token.createdAt(),
        token.times().expiresAt().orElse(null),
        token.times().revokedAt().orElse(null),
        token.times().lastUsedAt().orElse(null),
        text.orElse(null));
  }
}
