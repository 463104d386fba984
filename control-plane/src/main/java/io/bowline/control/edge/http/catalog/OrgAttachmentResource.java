package io.bowline.control.edge.http.catalog;

import io.bowline.control.attachment.Attachments;
import io.bowline.control.catalog.Catalog;
import io.bowline.control.catalog.PublishedRelease;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.catalog.AttachmentResource.AttachmentView;
import io.bowline.control.org.Scope;
import io.bowline.model.artifact.Digest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What is attached to the releases that an organization is entitled to.
@Path("/api/v1/organizations/{org}/releases/{digest}/attachments")
@Tag(name = "catalogue")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class OrgAttachmentResource {
  private final Catalog catalog;
  private final Attachments attachments;
  private final Caller caller;

  OrgAttachmentResource(Catalog catalog, Attachments attachments, Caller caller) {
    this.catalog = catalog;
    this.attachments = attachments;
    this.caller = caller;
  }

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "List what is attached to a release and to its images")
  public Page<AttachmentView> list(
      @PathParam("digest") String digest,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    return AttachmentResource.page(attachments, release(digest), page);
  }

  @GET
  @Path("{attachment}")
  @Produces(MediaType.WILDCARD)
  @Needs(Scope.READ)
  @Operation(summary = "Read an attachment of a release or of one of its images")
  public Response content(
      @PathParam("digest") String digest, @PathParam("attachment") String attachment) {
    return AttachmentResource.content(attachments, release(digest), attachment);
  }

  private PublishedRelease release(String digest) {
    return catalog
        .openTo(caller.org(), Given.known("release", digest, Digest::parse))
        .orElseThrow(() -> ProblemException.notFound("release"));
  }
}
