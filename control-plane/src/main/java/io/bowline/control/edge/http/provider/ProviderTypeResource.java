package io.bowline.control.edge.http.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cloud.Field;
import io.bowline.cloud.ProviderType;
import io.bowline.cloud.permission.Grant;
import io.bowline.cloud.permission.PermissionDocument;
import io.bowline.cloud.permission.Permissions;
import io.bowline.cloud.permission.Purpose;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.org.Scope;
import io.bowline.model.place.Cloud;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The kinds of fleet providers, what each wants, and how to get it.
@Path("/api/v1/provider-types")
@Tag(name = "fleet providers")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ProviderTypeResource {
  /// A kind of provider.
  ///
  /// @param status what has to be said of it; absent for nothing
  /// @param policy where its permission document is
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ProviderTypeView(
      @JsonProperty("provider_type") String providerType,
      String name,
      String description,
      @Nullable String status,
      String account,
      List<FieldView> fields,
      List<String> instructions,
      String policy) {
    static ProviderTypeView of(ProviderType type) {
      return new ProviderTypeView(
          type.cloud().text(),
          type.name(),
          type.description(),
          type.status().orElse(null),
          type.account(),
          type.fields().stream().map(FieldView::of).toList(),
          type.instructions(),
          "/provider-types/%s/policy/".formatted(type.cloud().text()));
    }
  }

  /// A field of its configuration.
  ///
  /// @param secret whether it is never shown again
  public record FieldView(String name, boolean required, boolean secret, String description) {
    static FieldView of(Field field) {
      return new FieldView(
          field.name(),
          field.required(),
          field.shows() == Field.Shows.NOTHING,
          field.description());
    }
  }

  /// Permissions that are needed for one reason.
  ///
  /// @param neededTo check, create, delete
  /// @param on what they are limited to; empty for everything
  public record GrantView(
      String reason,
      @JsonProperty("needed_to") List<String> neededTo,
      List<String> on,
      Map<String, List<String>> when,
      List<String> actions) {
    static GrantView of(Grant grant) {
      return new GrantView(
          grant.reason(),
          grant.purposes().stream().map(Purpose::text).toList(),
          grant.on(),
          grant.when(),
          grant.actions());
    }
  }

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "List the kinds of fleet providers, with what each wants")
  public Page<ProviderTypeView> list() {
    return new Page<>(ProviderType.all().stream().map(ProviderTypeView::of).toList(), null);
  }

  @GET
  @Path("{type}")
  @Needs(Scope.READ)
  @Operation(summary = "Show a kind of fleet provider, and how to get its credentials")
  public ProviderTypeView show(@PathParam("type") String type) {
    return ProviderTypeView.of(ProviderType.of(known(type)));
  }

  @GET
  @Path("{type}/permissions")
  @Needs(Scope.READ)
  @Operation(summary = "List what its credentials must allow, and why")
  public Page<GrantView> permissions(@PathParam("type") String type) {
    return new Page<>(
        Permissions.of(known(type)).grants().stream().map(GrantView::of).toList(), null);
  }

  @GET
  @Path("{type}/policy")
  @Needs(Scope.READ)
  @Operation(summary = "Download the permission document, in the form which the cloud takes")
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
  public Response policy(
      @PathParam("type") String type,
      @QueryParam("document")
          @Parameter(
              description =
                  "`permissions` for those of the credentials, `boundary` for the policy that bounds every role of a fleet (AWS)")
          @Schema(
              enumeration = {"permissions", "boundary"},
              defaultValue = "permissions")
          @DefaultValue("permissions")
          String document) {
    Cloud cloud = known(type);
    JsonNode text =
        switch (document) {
          case "permissions" -> PermissionDocument.of(cloud);
          case "boundary" ->
              PermissionDocument.boundary(cloud)
                  .orElseThrow(() -> ProblemException.notFound("boundary of this provider type"));
          default -> throw ProblemException.notFound("document");
        };
    return Response.ok(text.toPrettyString() + "\n", MediaType.APPLICATION_JSON_TYPE)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"bowline-%s-%s.json\"".formatted(type, document))
        .build();
  }

  private static Cloud known(String type) {
    return Cloud.parse(type).orElseThrow(() -> ProblemException.notFound("provider type"));
  }
}
