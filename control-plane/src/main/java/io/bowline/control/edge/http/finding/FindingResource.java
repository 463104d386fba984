package io.bowline.control.edge.http.finding;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Following;
import io.bowline.control.edge.http.KnownInstall;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.finding.FindingStore;
import io.bowline.control.finding.Findings;
import io.bowline.control.finding.KeptFinding;
import io.bowline.control.finding.LastCheck;
import io.bowline.control.finding.Wanted;
import io.bowline.control.org.Scope;
import io.bowline.model.artifact.Digest;
import io.bowline.model.finding.Finding;
import io.bowline.model.id.InstallId;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What an install's runner finds not to be as it should.
@Path("/api/v1/organizations/{org}/installs/{install}")
@Tag(name = "findings")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class FindingResource {
  private final Findings findings;
  private final KnownInstall known;
  private final Following following;
  private final Caller caller;

  FindingResource(Findings findings, KnownInstall known, Following following, Caller caller) {
    this.findings = findings;
    this.known = known;
    this.following = following;
    this.caller = caller;
  }

  /// How many of one severity a scan found.
  public record SeverityView(String severity, long count) {}

  /// Which container of what runs an image.
  ///
  /// @param pod one of those that run it so
  /// @param since when the oldest of them began
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PlaceView(
      String namespace,
      String workload,
      String container,
      String pod,
      int pods,
      @Nullable Instant since) {
    static PlaceView of(Finding.ForeignImage found) {
      Finding.Place at = found.place();
      return new PlaceView(
          at.namespace(),
          at.workload(),
          at.container(),
          at.pod(),
          found.pods(),
          found.since().orElse(null));
    }
  }

  /// What was found about an image.
  ///
  /// @param image as the pod names it
  /// @param place where it runs, when it is not from the customer's registry
  /// @param severities as the registry counts them, when it keeps the image back
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ImageView(
      String image,
      @Nullable String digest,
      String why,
      @Nullable PlaceView place,
      @Nullable List<SeverityView> severities) {
    static @Nullable ImageView of(Finding finding) {
      return switch (finding) {
        case Finding.ForeignImage foreign ->
            new ImageView(foreign.image(), null, foreign.why(), PlaceView.of(foreign), null);
        case Finding.BlockedImage blocked ->
            new ImageView(
                blocked.image(),
                blocked.digest().map(Digest::toString).orElse(null),
                blocked.why(),
                null,
                blocked.severities().stream()
                    .map(one -> new SeverityView(one.severity(), one.count()))
                    .toList());
        case Finding.Unchecked _ -> null;
      };
    }
  }

  /// A finding as the API shows it.
  ///
  /// @param text one line for people
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FindingView(
      String id,
      String kind,
      String text,
      Instant openedAt,
      @Nullable Instant closedAt,
      @Nullable ImageView image) {
    static FindingView of(KeptFinding kept) {
      Finding finding = kept.finding();
      return new FindingView(
          kept.id().toString(),
          finding.kind().word(),
          finding.text(),
          kept.openedAt(),
          kept.closedAt().orElse(null),
          ImageView.of(finding));
    }
  }

  /// A part of the findings.
  ///
  /// @param next the cursor of the part after this one; absent at the end
  /// @param checkedAt when the runner told last; absent while it has told nothing
  /// @param unlisted how many more it has found than are kept
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FindingPage(
      List<FindingView> items, @Nullable String next, @Nullable Instant checkedAt, long unlisted) {}

  @GET
  @Path("findings")
  @Needs(Scope.READ)
  @Operation(summary = "List what the runner finds not to be as it should, oldest first")
  public FindingPage list(
      @PathParam("install") String install,
      @QueryParam("state") @Nullable String state,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    InstallId of = known.named(install).id();
    Optional<UUID> after = page.after(UUID::fromString);
    var part = new FindingStore.Part(wanted(state), after, page.oneMore());
    Page<FindingView> read =
        Page.of(
            findings.list(caller.org(), of, part),
            page,
            FindingView::of,
            kept -> kept.id().toString());
    Optional<LastCheck> last = findings.last(caller.org(), of);
    return new FindingPage(
        read.items(),
        read.next(),
        last.map(LastCheck::at).orElse(null),
        last.map(LastCheck::unlisted).orElse(0L));
  }

  @GET
  @Path("events")
  @Needs(Scope.READ)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Blocking
  @Operation(summary = "Follow what is found and what is over; resumable by Last-Event-ID")
  public Multi<OutboundSseEvent> events(
      @PathParam("install") String install,
      @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
      @Context Sse sse) {
    String subject = known.named(install).id().toString();
    return following.stream(caller, sse, Findings.FEED, subject, lastEventId);
  }

  private static Wanted wanted(@Nullable String state) {
    return switch (state == null ? "open" : state) {
      case "open" -> Wanted.OPEN;
      case "closed" -> Wanted.CLOSED;
      case "all" -> Wanted.ALL;
      default -> throw ProblemException.invalid("state", "must be open, closed or all");
    };
  }
}
