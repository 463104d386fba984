package io.bowline.control.edge.http.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cloud.Complaint;
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
import io.bowline.control.provider.Admission;
import io.bowline.control.provider.Deletion;
import io.bowline.control.provider.FleetProvider;
import io.bowline.control.provider.FleetProviders;
import io.bowline.control.provider.NewProvider;
import io.bowline.model.place.Cloud;
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
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Fleet providers of an organization.
@Path("/api/v1/organizations/{org}/fleet-providers")
@Tag(name = "fleet providers")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class FleetProviderResource {
  private static final String CLOUDS =
      List.of(Cloud.values()).stream().map(Cloud::text).collect(Collectors.joining(", "));

  private final FleetProviders providers;
  private final Repeats repeats;
  private final Caller caller;
  private final Documented documented;

  FleetProviderResource(
      FleetProviders providers, Repeats repeats, Caller caller, Documented documented) {
    this.providers = providers;
    this.repeats = repeats;
    this.caller = caller;
    this.documented = documented;
  }

  @POST
  @Needs(Scope.ADMIN)
  @Operation(summary = "Add the credentials of a cloud account")
  @RequestBody(content = @Content(schema = @Schema(implementation = SentProvider.class)))
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content = @Content(schema = @Schema(implementation = FleetProviderView.class)))
  @Extension(name = Problem.KEY_AWAY, value = "503")
  public Response create(InputStream body, @HeaderParam("Idempotency-Key") @Nullable String key) {
    SentProvider sent = documented.read(body, SentProvider.class);
    Organization organization = documented.organization(caller, sent.organization());
    var wish =
        new NewProvider(
            Documented.given("identifier", sent.identifier()),
            cloud(Documented.given("provider_type", sent.providerType())),
            Documented.given("configuration", sent.configuration()));
    return repeats.create(
        caller,
        caller.org(),
        key,
        sent,
        tx -> created(organization, providers.create(tx, caller.org(), wish, caller.actor())));
  }

  private static Repeats.Created created(Organization organization, Admission admission) {
    FleetProviderView view = view(organization, admission);
    return new Repeats.Created(
        "/organizations/%s/fleet-providers/%s/".formatted(view.organization(), view.identifier()),
        view);
  }

  private static FleetProviderView view(Organization organization, Admission admission) {
    return switch (admission) {
      case Admission.Admitted(FleetProvider provider) ->
          FleetProviderView.of(organization, provider);
      case Admission.IdentifierTaken(FleetProvider by) ->
          throw ProblemException.conflict(
              "There is a fleet provider %s already. Change that one, or choose another identifier."
                  .formatted(by.identifier()));
      case Admission.Refused(List<Complaint> complaints) -> throw Documented.refused(complaints);
      case Admission.Absent() -> throw absent();
    };
  }

  private static ProblemException absent() {
    return ProblemException.notFound("fleet provider");
  }

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "List fleet providers, by identifier")
  public Page<FleetProviderView> list(
      @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    Organization organization = documented.organization(caller);
    return Page.of(
        providers.list(caller.org(), page.after(), page.oneMore()),
        page,
        provider -> FleetProviderView.of(organization, provider),
        FleetProvider::identifier);
  }

  @GET
  @Path("{provider}")
  @Needs(Scope.READ)
  @Operation(summary = "Show a fleet provider; its secrets are masked")
  public FleetProviderView show(@PathParam("provider") String identifier) {
    return providers
        .find(caller.org(), identifier)
        .map(provider -> FleetProviderView.of(documented.organization(caller), provider))
        .orElseThrow(FleetProviderResource::absent);
  }

  @PATCH
  @Path("{provider}")
  @Needs(Scope.ADMIN)
  @Operation(summary = "Change a configuration; what is not sent, or sent masked, stays")
  @RequestBody(content = @Content(schema = @Schema(implementation = SentProvider.class)))
  @Extension(name = Problem.KEY_AWAY, value = "503")
  public FleetProviderView change(@PathParam("provider") String identifier, InputStream body) {
    SentProvider sent = documented.read(body, SentProvider.class);
    FleetProvider before =
        providers.find(caller.org(), identifier).orElseThrow(FleetProviderResource::absent);
    Organization organization = documented.organization(caller, sent.organization());
    immutable("identifier", before.identifier(), sent.identifier());
    immutable("provider_type", before.cloud().text(), sent.providerType());
    Map<String, JsonNode> configuration = sent.configuration();
    return view(
        organization,
        providers.change(
            caller.org(),
            identifier,
            configuration == null ? Map.of() : configuration,
            caller.actor()));
  }

  @DELETE
  @Path("{provider}")
  @Needs(Scope.ADMIN)
  @Operation(summary = "Delete a fleet provider and its secrets")
  public void delete(@PathParam("provider") String identifier) {
    switch (providers.delete(caller.org(), identifier, caller.actor())) {
      case Deletion.Deleted() -> {}
      case Deletion.InUse(String by) ->
          throw ProblemException.conflict(
              "The fleet provider %s is needed by %s. Delete that first."
                  .formatted(identifier, by));
      case Deletion.Absent() -> throw absent();
    }
  }

  private static Cloud cloud(String text) {
    return Cloud.parse(text)
        .orElseThrow(() ->
            ProblemException.badField(
                "provider_type", "The field provider_type must be one of " + CLOUDS + "."));
  }

  private static void immutable(String field, String is, @Nullable String sent) {
    if (sent != null && !sent.equals(is)) {
      throw ProblemException.badField(
          field,
          "The field %s cannot change. Add another fleet provider instead.".formatted(field));
    }
  }
}
