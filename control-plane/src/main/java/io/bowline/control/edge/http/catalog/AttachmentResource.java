package io.bowline.control.edge.http.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.attachment.Attachment;
import io.bowline.control.attachment.Attachments;
import io.bowline.control.catalog.Catalog;
import io.bowline.control.catalog.PublishedRelease;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.edge.http.ProblemException;
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
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What is attached to the vendor's releases.
@Path("/api/v1/releases/{digest}/attachments")
@Tag(name = "releases")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AttachmentResource {
  private static final Pattern TYPE =
      Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9.+_-]{0,100}/[a-zA-Z0-9][a-zA-Z0-9.+_-]{0,120}");

  private final Catalog catalog;
  private final Attachments attachments;

  AttachmentResource(Catalog catalog, Attachments attachments) {
    this.catalog = catalog;
    this.attachments = attachments;
  }

  /// Something that is attached to a release or to one of its images.
  ///
  /// @param image name of the image in the release; absent for the release itself
  /// @param subject the manifest that it is about, which may be that of one platform
  /// @param manifest of the artifact that brings it
  /// @param key by which it is signed, as it says itself; nobody has judged it
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AttachmentView(
      String digest,
      String kind,
      long size,
      String mediaType,
      String artifactType,
      @Nullable String image,
      String repository,
      String subject,
      String manifest,
      @Nullable String key) {
    static AttachmentView of(Attachment one) {
      return new AttachmentView(
          one.digest().toString(),
          one.kind().word(),
          one.size(),
          one.mediaType(),
          one.artifactType(),
          one.at().image().orElse(null),
          one.at().repository(),
          one.at().subject().toString(),
          one.manifest().toString(),
          one.key().orElse(null));
    }
  }

  @GET
  @Needs(value = Scope.READ, staff = true)
  @Operation(summary = "List what is attached to a release and to its images")
  public Page<AttachmentView> list(
      @PathParam("digest") String digest,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    return page(attachments, release(digest), page);
  }

  @GET
  @Path("{attachment}")
  @Produces(MediaType.WILDCARD)
  @Needs(value = Scope.READ, staff = true)
  @Operation(summary = "Read an attachment of a release or of one of its images")
  public Response content(
      @PathParam("digest") String digest, @PathParam("attachment") String attachment) {
    return content(attachments, release(digest), attachment);
  }

  private PublishedRelease release(String digest) {
    return catalog
        .find(Given.digest("digest", digest))
        .orElseThrow(() -> ProblemException.notFound("release"));
  }

  static Page<AttachmentView> page(
      Attachments attachments, PublishedRelease release, PageRequest page) {
    return Page.of(
        attachments.list(release, page.after(), page.oneMore()),
        page,
        AttachmentView::of,
        Attachment::position);
  }

  /// Its bytes in their own type, which no browser is to show in this place.
  static Response content(Attachments attachments, PublishedRelease release, String digest) {
    Attachment found =
        attachments
            .find(release, Given.known("attachment", digest, Digest::parse))
            .orElseThrow(() -> ProblemException.notFound("attachment"));
    byte[] bytes =
        attachments
            .content(found)
            .orElseThrow(() ->
                ProblemException.conflict(
                    "attachment-too-large: it has %d bytes, and %d can be read here; take it from the registry: %s, blob %s"
                        .formatted(
                            found.size(),
                            Attachments.LARGEST,
                            found.at().repository(),
                            found.digest())));
    String type =
        TYPE.matcher(found.mediaType()).matches()
            ? found.mediaType()
            : MediaType.APPLICATION_OCTET_STREAM;
    return Response.ok(bytes, type)
        .header("Docker-Content-Digest", found.digest().toString())
        .header("Content-Disposition", "attachment")
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }
}
