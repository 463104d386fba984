package io.bowline.control.edge.http.hosted;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Hindrances;
import io.bowline.control.edge.http.JobResource.JobView;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.Repeats;
import io.bowline.control.edge.http.RunnerResource;
import io.bowline.control.hosted.HostedRunners;
import io.bowline.control.org.Scope;
import io.bowline.control.runner.RunnerRecord;
import io.bowline.control.runner.RunnerSession;
import io.bowline.model.id.JobId;
import io.bowline.model.id.RunnerId;
import io.smallrye.common.annotation.RunOnVirtualThread;
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
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The hosted runner of an organization: its members see that there is one and what it was asked
/// for; only the vendor's staff makes or revokes it.
@Path("/api/v1/organizations/{org}/hosted-runners")
@Tag(name = "hosted runners")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class HostedRunnerResource {
  private final HostedRunners hosted;
  private final RunnerResource.Start start;
  private final Hindrances hindrances;
  private final Repeats repeats;
  private final Caller caller;

  HostedRunnerResource(
      HostedRunners hosted,
      RunnerResource.Start start,
      Hindrances hindrances,
      Repeats repeats,
      Caller caller) {
    this.hindrances = hindrances;
    this.hosted = hosted;
    this.start = start;
    this.repeats = repeats;
    this.caller = caller;
  }

  /// A hosted runner as the API shows it.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record HostedRunnerView(
      String id,
      String version,
      boolean connected,
      Instant enrolledAt,
      Instant certificateUntil,
      @Nullable Instant seenAt,
      @Nullable String revokedBecause) {
    static HostedRunnerView of(HostedRunners.Standing standing) {
      RunnerRecord runner = standing.runner();
      return new HostedRunnerView(
          runner.id().toString(),
          runner.version(),
          standing.connected(),
          runner.enrolledAt(),
          runner.certificateUntil(),
          standing.session().map(RunnerSession::heardAt).orElse(null),
          runner.revoked().map(RunnerRecord.Revocation::because).orElse(null));
    }
  }

  @POST
  @Needs(value = Scope.ADMIN, staff = true)
  @Operation(summary = "Make a one-time token for the hosted runner; it is shown this once")
  public Response create(@HeaderParam("Idempotency-Key") @Nullable String key) {
    return repeats.create(
        caller,
        caller.org(),
        key,
        Map.of("hosted-runner", caller.org().toString()),
        tx ->
            start.with(
                hosted.admit(tx, caller.org(), caller.actor()),
                "",
                "/api/v1/organizations/%s/hosted-runners".formatted(caller.org())));
  }

  @GET
  @Needs(value = Scope.READ, vendor = true)
  @Operation(summary = "List the organization's hosted runners, newest first")
  public Page<HostedRunnerView> list() {
    return new Page<>(hosted.list(caller.org()).stream().map(HostedRunnerView::of).toList(), null);
  }

  @GET
  @Path("jobs")
  @Needs(Scope.READ)
  @Operation(summary = "List what the hosted runner was asked for, newest first")
  public Page<JobView> jobs(
      @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    Optional<JobId> before = page.after(JobId::parse);
    return Page.of(
        hosted.jobs(caller.org(), before, page.oneMore()),
        page,
        job -> JobView.of(job, hindrances.ofHosted(job)),
        job -> job.id().toString());
  }

  @DELETE
  @Path("{runner}")
  @Needs(value = Scope.ADMIN, staff = true)
  @Operation(summary = "Revoke a hosted runner: its certificates and its key, and its live stream")
  public void revoke(@PathParam("runner") String runner) {
    RunnerId id = Given.known("runner", runner, RunnerId::parse);
    if (hosted.revoke(caller.org(), id, "revoked by the vendor", caller.actor()).isEmpty()) {
      throw ProblemException.notFound("hosted runner");
    }
  }
}
