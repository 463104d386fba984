package io.bowline.control.edge.http.staff;

import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.org.Scope;
import io.bowline.control.staff.StaffAccesses;
import io.bowline.control.staff.StaffPolicy;
import io.bowline.control.staff.StaffPolicy.Rule;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Whether an organization lets the vendor's staff in, and for how long.
@Path("/api/v1/organizations/{org}/staff-access-policy")
@Tag(name = "staff access")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
public class StaffPolicyResource {
  private final StaffAccesses accesses;
  private final Caller caller;

  StaffPolicyResource(StaffAccesses accesses, Caller caller) {
    this.accesses = accesses;
    this.caller = caller;
  }

  /// How staff come in.
  ///
  /// @param rule `ask`, `tell` or `never`
  /// @param mostHours the longest that one access lasts
  public record StaffPolicyView(String rule, int mostHours) {
    static StaffPolicyView of(StaffPolicy policy) {
      return new StaffPolicyView(policy.rule().text(), policy.mostHours());
    }
  }

  /// The same as it is sent.
  ///
  /// @param mostHours 1 to 168; as it was before when absent
  public record StaffPolicyWish(@Nullable String rule, @Nullable Integer mostHours) {}

  @GET
  @Needs(value = Scope.READ, vendor = true)
  @Operation(summary = "Show how the vendor's staff come into the organization")
  public StaffPolicyView show() {
    return StaffPolicyView.of(accesses.policy(caller.org()));
  }

  @PUT
  @Needs(value = Scope.ADMIN, person = true)
  @Operation(summary = "Say how the vendor's staff come in; never also ends what lets them in now")
  public StaffPolicyView set(StaffPolicyWish wish) {
    StaffPolicyWish given = Given.body(wish);
    Rule rule =
        Rule.parse(Given.field("rule", given.rule()))
            .orElseThrow(() -> ProblemException.invalid("rule", "must be ask, tell or never"));
    int hours =
        Optional.ofNullable(given.mostHours())
            .orElseGet(() -> accesses.policy(caller.org()).mostHours());
    if (hours < 1 || hours > StaffPolicy.MOST_HOURS) {
      throw ProblemException.invalid(
          "mostHours", "must be 1 to %d".formatted(StaffPolicy.MOST_HOURS));
    }
    accesses.setPolicy(caller.org(), new StaffPolicy(rule, hours), caller.principal());
    return show();
  }
}
