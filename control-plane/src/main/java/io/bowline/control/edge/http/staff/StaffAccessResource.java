package io.bowline.control.edge.http.staff;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.Repeats;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Scope;
import io.bowline.control.platform.Tx;
import io.bowline.control.staff.Asked;
import io.bowline.control.staff.StaffAccess;
import io.bowline.control.staff.StaffAccess.Done;
import io.bowline.control.staff.StaffAccesses;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// By what the vendor's staff come into an organization.
@Path("/api/v1/organizations/{org}/staff-accesses")
@Tag(name = "staff access")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
public class StaffAccessResource {
  private static final int LONGEST_REASON = 500;

  private final StaffAccesses accesses;
  private final Repeats repeats;
  private final Caller caller;

  StaffAccessResource(StaffAccesses accesses, Repeats repeats, Caller caller) {
    this.accesses = accesses;
    this.repeats = repeats;
    this.caller = caller;
  }

  /// A wish to be let in.
  ///
  /// @param reason shown to the organization
  /// @param hours for how long, at most what the organization allows
  public record StaffAccessWish(@Nullable String reason, @Nullable Integer hours) {}

  /// An access as the API shows it.
  ///
  /// @param staff who, as the audit names them
  /// @param state `requested`, `active`, `refused`, `ended` or `over`
  /// @param decidedBy who let them in or refused; `policy` where nobody was asked
  /// @param expiresAt when it is over in any case; absent when it was not granted
  /// @param lastUsedAt when they last did something by it, to the minute; absent when they never
  ///   did
  /// @param endedBy who ended it before; absent when nobody did
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record StaffAccessView(
      String id,
      String staff,
      String reason,
      int hours,
      String state,
      Instant requestedAt,
      @Nullable String decidedBy,
      @Nullable Instant decidedAt,
      @Nullable Instant expiresAt,
      @Nullable Instant lastUsedAt,
      @Nullable String endedBy,
      @Nullable Instant endedAt) {
    static StaffAccessView of(StaffAccess access) {
      return new StaffAccessView(
          access.id().toString(),
          "staff/" + access.staff(),
          access.reason(),
          access.hours(),
          access.state().text(),
          access.requestedAt(),
          access.decision().map(Done::by).orElse(null),
          access.decision().map(Done::at).orElse(null),
          access.expiresAt().orElse(null),
          access.lastUsedAt().orElse(null),
          access.end().map(Done::by).orElse(null),
          access.end().map(Done::at).orElse(null));
    }
  }

  @POST
  @Needs(value = Scope.READ, staff = true)
  @Operation(summary = "Ask to be let into the organization, for the vendor's staff")
  public Response request(
      StaffAccessWish wish, @HeaderParam("Idempotency-Key") @Nullable String key) {
    StaffAccessWish given = Given.body(wish);
    String reason = Given.bounded("reason", given.reason(), LONGEST_REASON);
    int hours = Given.field("hours", given.hours());
    return repeats.create(caller, caller.org(), key, given, tx -> asked(tx, reason, hours));
  }

  private Repeats.Created asked(Tx tx, String reason, int hours) {
    StaffAccessView view = shown(accesses.request(tx, caller.org(), reason, hours, staff()));
    return new Repeats.Created(
        "/api/v1/organizations/%s/staff-accesses/%s".formatted(caller.org(), view.id()), view);
  }

  @GET
  @Needs(value = Scope.READ, vendor = true)
  @Operation(summary = "List by what staff come in, came in, or asked to, newest first")
  public Page<StaffAccessView> list(
      @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    return Page.of(
        accesses.list(caller.org(), page.after(UUID::fromString), page.oneMore()),
        page,
        StaffAccessView::of,
        access -> access.id().toString());
  }

  @GET
  @Path("{access}")
  @Needs(value = Scope.READ, vendor = true)
  @Operation(summary = "Show one of them")
  public StaffAccessView show(@PathParam("access") String access) {
    return accesses
        .find(caller.org(), known(access))
        .map(StaffAccessView::of)
        .orElseThrow(() -> ProblemException.notFound("access"));
  }

  @POST
  @Path("{access}/approve")
  @Needs(value = Scope.ADMIN, person = true)
  @Operation(summary = "Let staff in who wait, for as long as they asked")
  public StaffAccessView approve(@PathParam("access") String access) {
    return shown(accesses.approve(caller.org(), known(access), caller.principal()));
  }

  @POST
  @Path("{access}/refuse")
  @Needs(value = Scope.ADMIN, person = true)
  @Operation(summary = "Do not let staff in who wait")
  public StaffAccessView refuse(@PathParam("access") String access) {
    return shown(accesses.refuse(caller.org(), known(access), caller.principal()));
  }

  @POST
  @Path("{access}/end")
  @Needs(Scope.ADMIN)
  @Operation(summary = "End what lets staff in, at once on every replica")
  public StaffAccessView end(@PathParam("access") String access) {
    return shown(accesses.end(caller.org(), known(access), caller.principal()));
  }

  @DELETE
  @Path("{access}")
  @Needs(value = Scope.READ, staff = true)
  @Operation(summary = "Give back one's own access or request, for the vendor's staff")
  public void leave(@PathParam("access") String access) {
    shown(accesses.leave(caller.org(), known(access), staff()));
  }

  private static UUID known(String access) {
    return Given.known("access", access, UUID::fromString);
  }

  private Principal.Staff staff() {
    if (caller.principal() instanceof Principal.Staff staff) {
      return staff;
    }
    throw new IllegalStateException("the operation is for staff, but does not say so");
  }

  private static StaffAccessView shown(Asked asked) {
    return switch (asked) {
      case Asked.Made(StaffAccess access) -> StaffAccessView.of(access);
      case Asked.Refused(String field, String reason) ->
          throw ProblemException.invalid(field, reason);
      case Asked.NotAllowed(String why) -> throw ProblemException.forbidden(why);
      case Asked.Unknown() -> throw ProblemException.notFound("access");
      case Asked.Conflict(String why) -> throw ProblemException.conflict(why);
    };
  }
}
