package io.bowline.control.edge.http.sso;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Problem;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.org.Role;
import io.bowline.control.org.Scope;
import io.bowline.control.secret.Secret;
import io.bowline.control.sso.SingleSignOn;
import io.bowline.control.sso.SsoChange;
import io.bowline.control.sso.SsoSetting;
import io.bowline.control.sso.SsoSignIns;
import io.bowline.control.sso.SsoWish;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// An organization's identity provider.
@Path("/api/v1/organizations/{org}/sso")
@Tag(name = "single sign-on")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
@Needs(Scope.ADMIN)
public class SsoResource {
  private static final String MASK = "********";

  private final SingleSignOn sso;
  private final SsoSignIns signIns;
  private final Caller caller;

  SsoResource(SingleSignOn sso, SsoSignIns signIns, Caller caller) {
    this.sso = sso;
    this.signIns = signIns;
    this.caller = caller;
  }

  /// A wish for a way in through a provider.
  ///
  /// @param clientSecret absent, or masked, to keep the one of the same provider and client
  /// @param groupsClaim `groups` when absent
  /// @param roles group to role
  /// @param defaultRole of those in no group that is named; absent keeps them out
  /// @param joining whether who is no member becomes one; true when absent
  /// @param trustEmails whether addresses count that the provider does not say it has verified
  /// @param localSignIn whether passwords let people in as well; true when absent
  public record SsoWishView(
      @Nullable String issuer,
      @Nullable String clientId,
      @Nullable String clientSecret,
      @Nullable List<String> scopes,
      @Nullable String groupsClaim,
      @Nullable Map<String, String> roles,
      @Nullable String defaultRole,
      @Nullable Boolean joining,
      @Nullable Boolean trustEmails,
      @Nullable Boolean localSignIn) {
    /// Nothing of what is secret.
    @Override
    public String toString() {
      return "SsoWishView[]";
    }
  }

  /// A way in through a provider, as the API shows it.
  ///
  /// @param clientSecret masked; absent when there is none
  /// @param proven whether an owner has come in by it
  /// @param callback the address to be registered with the provider
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SsoView(
      String issuer,
      String clientId,
      @Nullable String clientSecret,
      List<String> scopes,
      String groupsClaim,
      Map<String, String> roles,
      @Nullable String defaultRole,
      boolean joining,
      boolean trustEmails,
      boolean localSignIn,
      boolean proven,
      String callback,
      String changedBy,
      Instant changedAt) {}

  @GET
  @Operation(summary = "Show how people come in through the organization's identity provider")
  public SsoView show() {
    return sso.find(caller.org()).map(this::view).orElseThrow(this::absent);
  }

  @PUT
  @Needs(value = Scope.ADMIN, lasting = true)
  @Operation(summary = "Set the organization's identity provider, once it has answered")
  @Extension(name = Problem.KEY_AWAY, value = "503")
  public SsoView set(SsoWishView wish) {
    SsoWish read = read(Given.body(wish));
    return made(sso.set(caller.org(), read, caller.principal(), caller.session()));
  }

  @DELETE
  @Operation(summary = "Take it away: passwords let people in again, and who came in by it is out")
  public void off() {
    made(sso.off(caller.org(), caller.principal(), caller.session()));
  }

  private SsoView made(SsoChange change) {
    return switch (change) {
      case SsoChange.Made(SsoSetting setting) -> view(setting);
      case SsoChange.Refused(String field, String reason) ->
          throw ProblemException.invalid(field, reason);
      case SsoChange.NotAllowed(String why) -> throw ProblemException.forbidden(why);
      case SsoChange.Conflict(String why) -> throw ProblemException.conflict(why);
      case SsoChange.Absent() -> throw absent();
    };
  }

  private ProblemException absent() {
    return ProblemException.of(
        404,
        "Not found",
        "The organization has no identity provider. To set one, register this callback with it: %s"
            .formatted(signIns.callback()));
  }

  private SsoView view(SsoSetting setting) {
    SsoSetting.Client client = setting.client();
    SsoSetting.Standing standing = setting.standing();
    Map<String, String> roles = new TreeMap<>();
    setting.roles().forEach((group, role) -> roles.put(group, role.text()));
    return new SsoView(
        client.issuer(),
        client.id(),
        client.secret() ? MASK : null,
        client.scopes(),
        client.groupsClaim(),
        roles,
        standing.otherwise().map(Role::text).orElse(null),
        standing.joining(),
        standing.trustEmails(),
        standing.local(),
        setting.proven(),
        signIns.callback().toString(),
        setting.changedBy(),
        setting.changedAt());
  }

  private static SsoWish read(SsoWishView given) {
    Map<String, Role> roles = new HashMap<>();
    Optional.ofNullable(given.roles())
        .orElse(Map.of())
        .forEach((group, role) -> roles.put(group, role("roles", role)));
    return new SsoWish(
        Given.field("issuer", given.issuer()),
        Given.field("clientId", given.clientId()),
        Optional.ofNullable(given.clientSecret())
            .filter(text -> !text.equals(MASK))
            .map(Secret::of),
        scopes(given.scopes()),
        Optional.ofNullable(given.groupsClaim()).orElse("groups"),
        roles,
        new SsoSetting.Standing(
            Optional.ofNullable(given.defaultRole()).map(text -> role("defaultRole", text)),
            !Boolean.FALSE.equals(given.joining()),
            Boolean.TRUE.equals(given.trustEmails()),
            !Boolean.FALSE.equals(given.localSignIn())));
  }

  private static List<String> scopes(@Nullable List<String> given) {
    return given == null
        ? List.of("email", "profile")
        : given.stream().map(scope -> Given.field("scopes", scope)).toList();
  }

  private static Role role(String field, @Nullable String text) {
    return Role.parse(Given.field(field, text))
        .orElseThrow(
            () -> ProblemException.invalid(field, "must be owner, admin, operator or viewer"));
  }
}
