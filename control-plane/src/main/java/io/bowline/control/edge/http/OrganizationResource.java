package io.bowline.control.edge.http;

import io.bowline.control.audit.Audit;
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
  private final Repeats repeats;
  private final Caller caller;

  OrganizationResource(Organizations organizations, Repeats repeats, Caller caller) {
    this.organizations = organizations;
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
}
