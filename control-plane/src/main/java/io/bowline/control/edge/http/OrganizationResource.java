package io.bowline.control.edge.http;

import io.bowline.control.audit.Audit;
import io.bowline.control.departure.Asked;
import io.bowline.control.departure.Departure;
import io.bowline.control.departure.Departures;
import io.bowline.control.org.Founding.Founded;
import io.bowline.control.org.Founding.NameTaken;
import io.bowline.control.org.Founding.Refused;
import io.bowline.control.org.Organization;
import io.bowline.control.org.Organizations;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Scope;
import io.bowline.control.platform.Tx;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Organizations.
@Path("/api/v1/organizations")
@Tag(name = "organizations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
public class OrganizationResource {
  private final Organizations organizations;
  private final Departures departures;
  private final Repeats repeats;
  private final Caller caller;

  OrganizationResource(
      Organizations organizations, Departures departures, Repeats repeats, Caller caller) {
    this.organizations = organizations;
    this.departures = departures;
    this.repeats = repeats;
    this.caller = caller;
  }

  /// A wish for an organization.
  public record NewOrganization(@Nullable String name) {}

  /// An organization as the API shows it.
  public record OrganizationView(String id, String name, Instant createdAt) {
    static OrganizationView of(Organization organization) {
      return new OrganizationView(
          organization.id().toString(), organization.name(), organization.createdAt());
    }
  }

  @POST
  @Needs(value = Scope.ADMIN, staff = true)
  @Operation(summary = "Found an organization")
  public Response create(
      NewOrganization wish, @HeaderParam("Idempotency-Key") @Nullable String key) {
    NewOrganization given = Given.body(wish);
    String name = Given.field("name", given.name());
    return repeats.create(caller, Audit.VENDOR, key, given, tx -> found(tx, name));
  }

  private Repeats.Created found(Tx tx, String name) {
    return switch (organizations.found(tx, name, caller.principal())) {
      case Founded(Organization organization) ->
          new Repeats.Created(
              "/api/v1/organizations/" + organization.id(), OrganizationView.of(organization));
      case NameTaken(Organization other) ->
          throw ProblemException.conflict(
              "There is an organization named %s already: %s.".formatted(name, other.id()));
      case Refused(String field, String reason) -> throw ProblemException.invalid(field, reason);
    };
  }

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "List the organizations that the caller may enter")
  public Page<OrganizationView> list(
      @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    List<Organization> read =
        switch (caller.principal()) {
          case Principal.Staff staff -> organizations.list(page.after(), page.oneMore());
          case Principal.Member member -> organizations.find(member.org()).stream().toList();
        };
    return Page.of(read, page, OrganizationView::of, Organization::name);
  }

  @GET
  @Path("{org}")
  @Needs(value = Scope.READ, vendor = true)
  @Operation(summary = "Show an organization, by id or name")
  public OrganizationView show() {
    return organizations
        .find(caller.org())
        .map(OrganizationView::of)
        .orElseThrow(() -> ProblemException.notFound("organization"));
  }

  /// An organization that goes or is gone, as the API shows it.
  ///
  /// @param dueAt until when it can be taken back
  /// @param shreddedAt when every secret of it was destroyed
  /// @param auditEntries how many entries its audit had
  /// @param auditHash the last one's hash
  /// @param waitsFor what has to be gone first, since it came after the wish
  public record DepartureView(
      String organization,
      String name,
      String askedBy,
      Instant askedAt,
      Instant dueAt,
      @Nullable Instant shreddedAt,
      @Nullable Instant endedAt,
      @Nullable Long auditEntries,
      @Nullable String auditHash,
      List<String> waitsFor) {
    public static DepartureView of(Departure departure, List<String> waitsFor) {
      Departure.Last last = departure.last();
      return new DepartureView(
          departure.org().toString(),
          departure.name(),
          departure.askedBy(),
          departure.asked(),
          departure.due(),
          last.shredded().orElse(null),
          last.ended().orElse(null),
          last.auditEntries().orElse(null),
          last.auditHash().orElse(null),
          waitsFor);
    }
  }

  @DELETE
  @Path("{org}")
  @Needs(value = Scope.ADMIN, owner = true)
  @Operation(
      summary = "Delete an organization, after a time in which that can be taken back",
      description =
          "For an owner of it, and the vendor's staff. Its installs have to be uninstalled, its"
              + " fleets deleted and its hosted runners revoked. When the time is over, its data key"
              + " is destroyed first, then every row.")
  @APIResponse(
      responseCode = "202",
      description = "It is to go; asked for again, nothing changes",
      content = @Content(schema = @Schema(implementation = DepartureView.class)))
  public Response delete(@QueryParam("confirm") @Nullable String confirm) {
    String name = Given.field("confirm", confirm);
    return switch (departures.ask(caller.org(), name, caller.actor())) {
      case Asked.Going(Departure departure) ->
          Response.accepted(DepartureView.of(departure, List.of())).build();
      case Asked.NotConfirmed() ->
          throw ProblemException.invalid("confirm", "must be the organization's name");
      case Asked.Occupied(List<String> what) ->
          throw ProblemException.conflict(
              "The organization still has: %s. Uninstall installs, delete fleets and revoke hosted"
                      .formatted(String.join(", ", what))
                  + " runners first.");
      case Asked.Absent() -> throw ProblemException.notFound("organization");
    };
  }
}
