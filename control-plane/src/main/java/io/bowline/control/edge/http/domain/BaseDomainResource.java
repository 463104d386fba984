package io.bowline.control.edge.http.domain;

import io.bowline.cloud.Complaint;
import io.bowline.control.domain.BaseDomain;
import io.bowline.control.domain.BaseDomains;
import io.bowline.control.domain.DomainAdmission;
import io.bowline.control.domain.DomainName;
import io.bowline.control.domain.Removal;
import io.bowline.control.domain.SetupWish;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.edge.http.Problem;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.Repeats;
import io.bowline.control.edge.http.documented.Documented;
import io.bowline.control.org.Organization;
import io.bowline.control.org.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Base domains of an organization.
@Path("/api/v1/organizations/{org}/base-domains")
@Tag(name = "base domains")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class BaseDomainResource {
  private final BaseDomains domains;
  private final Repeats repeats;
  private final Caller caller;
  private final Documented documented;

  BaseDomainResource(BaseDomains domains, Repeats repeats, Caller caller, Documented documented) {
    this.domains = domains;
    this.repeats = repeats;
    this.caller = caller;
    this.documented = documented;
  }

  @POST
  @Needs(Scope.ADMIN)
  @Operation(summary = "Add a domain under which fleets have their endpoints")
  @RequestBody(content = @Content(schema = @Schema(implementation = SentBaseDomain.class)))
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content = @Content(schema = @Schema(implementation = BaseDomainView.class)))
  @Extension(name = Problem.KEY_AWAY, value = "503")
  public Response create(InputStream body, @HeaderParam("Idempotency-Key") @Nullable String key) {
    SentBaseDomain sent = documented.read(body, SentBaseDomain.class);
    Organization organization = documented.organization(caller, sent.organization());
    String name = Documented.given("domain", sent.domain());
    SetupWish wish = sent.wish();
    return repeats.create(
        caller,
        caller.org(),
        key,
        sent,
        tx -> created(organization, domains.create(tx, caller.org(), name, wish, caller.actor())));
  }

  private static Repeats.Created created(Organization organization, DomainAdmission admission) {
    BaseDomainView view = view(organization, admission);
    return new Repeats.Created(
        "/organizations/%s/base-domains/%s/".formatted(view.organization(), view.domain()), view);
  }

  private static BaseDomainView view(Organization organization, DomainAdmission admission) {
    return switch (admission) {
      case DomainAdmission.Admitted(BaseDomain domain) -> BaseDomainView.of(organization, domain);
      case DomainAdmission.Known(BaseDomain domain) ->
          throw ProblemException.conflict(
              "There is a base domain %s already. Change that one, or choose another domain."
                  .formatted(domain.name()));
      case DomainAdmission.Foreign(DomainName name) ->
          throw ProblemException.conflict("The field domain " + BaseDomains.foreign(name));
      case DomainAdmission.Refused(List<Complaint> complaints) ->
          throw Documented.refused(complaints);
      case DomainAdmission.Absent() -> throw absent();
    };
  }

  private static ProblemException absent() {
    return ProblemException.notFound("base domain");
  }

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "List base domains, by name")
  public Page<BaseDomainView> list(
      @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    Organization organization = documented.organization(caller);
    return Page.of(
        domains.list(caller.org(), page.after(), page.oneMore()),
        page,
        domain -> BaseDomainView.of(organization, domain),
        domain -> domain.name().text());
  }

  @GET
  @Path("{domain}")
  @Needs(Scope.READ)
  @Operation(summary = "Show a base domain; its key is masked")
  public BaseDomainView show(@PathParam("domain") String name) {
    return domains
        .find(caller.org(), name)
        .map(domain -> BaseDomainView.of(documented.organization(caller), domain))
        .orElseThrow(BaseDomainResource::absent);
  }

  @PATCH
  @Path("{domain}")
  @Needs(Scope.ADMIN)
  @Operation(summary = "Change a base domain; what is not sent, or sent masked, stays")
  @RequestBody(content = @Content(schema = @Schema(implementation = SentBaseDomain.class)))
  @Extension(name = Problem.KEY_AWAY, value = "503")
  public BaseDomainView change(@PathParam("domain") String name, InputStream body) {
    SentBaseDomain sent = documented.read(body, SentBaseDomain.class);
    BaseDomain before = domains.find(caller.org(), name).orElseThrow(BaseDomainResource::absent);
    Organization organization = documented.organization(caller, sent.organization());
    String named = sent.domain();
    if (named != null && !named.equals(before.name().text())) {
      throw ProblemException.badField(
          "domain", "The field domain cannot change. Add another base domain instead.");
    }
    return view(organization, domains.change(caller.org(), name, sent.wish(), caller.actor()));
  }

  @DELETE
  @Path("{domain}")
  @Needs(Scope.ADMIN)
  @Operation(summary = "Delete a base domain and its key")
  public void delete(@PathParam("domain") String name) {
    switch (domains.delete(caller.org(), name, caller.actor())) {
      case Removal.Removed() -> {}
      case Removal.InUse(String by) ->
          throw ProblemException.conflict(
              "The base domain is used by %s. Delete that first.".formatted(by));
      case Removal.Absent() -> throw absent();
    }
  }
}
