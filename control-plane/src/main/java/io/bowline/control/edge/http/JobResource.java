package io.bowline.control.edge.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.job.EventHints;
import io.bowline.control.job.JobRecord;
import io.bowline.control.job.JobTransition;
import io.bowline.control.job.Jobs;
import io.bowline.control.job.RecordedStep;
import io.bowline.control.org.Scope;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.JobId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobRules;
import io.bowline.model.job.Lease;
import io.bowline.model.job.Phase;
import io.bowline.model.job.Verdict;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
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
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Jobs of an organization's installs.
@Path("/api/v1/organizations/{org}/jobs")
@Tag(name = "jobs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class JobResource {
  private static final int STEPS = 1_000;
  private static final int LONGEST_REASON = 500;

  private final Jobs jobs;
  private final KnownInstall known;
  private final Following following;
  private final Caller caller;
  private final Hindrances hindrances;

  JobResource(
      Jobs jobs, KnownInstall known, Following following, Caller caller, Hindrances hindrances) {
    this.hindrances = hindrances;
    this.jobs = jobs;
    this.known = known;
    this.following = following;
    this.caller = caller;
  }

  /// One line of progress.
  public record StepView(long epoch, String step, String state, String message, Instant at) {
    static StepView of(RecordedStep recorded) {
      return new StepView(
          recorded.epoch(),
          recorded.event().step(),
          recorded.event().state().name().toLowerCase(Locale.ROOT),
          recorded.event().message(),
          recorded.event().at());
    }
  }

  /// One entry of a job's history.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record TransitionView(
      String phase, String event, String note, @Nullable Long epoch, Instant at) {
    static TransitionView of(JobTransition transition) {
      return new TransitionView(
          transition.phase(),
          transition.event(),
          transition.note(),
          transition.epoch().isPresent() ? transition.epoch().getAsLong() : null,
          transition.at());
    }
  }

  /// What a runner reported at the end of a job, as the API shows it; only what its kind has to
  /// say.
  ///
  /// @param release what the install runs now
  /// @param plan digest of the plan that was made
  /// @param returnedBecause present when the bundle was returned
  /// @param findings what the runner found about the install, such as a foreign image
  /// @param leftBehind what an uninstall did not remove
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ResultView(
      @Nullable String release,
      @Nullable String plan,
      @Nullable List<HealthView> components,
      @Nullable String returnedBecause,
      @Nullable List<String> findings,
      @Nullable List<String> leftBehind,
      @Nullable Long lines,
      @Nullable Long dropped) {

    /// Health of one component.
    public record HealthView(String name, boolean healthy, String reason) {}

    static @Nullable ResultView of(JobReport report) {
      return switch (report) {
        case JobReport.Planned(var plan, _) ->
            new ResultView(null, plan.digest().toString(), null, null, null, null, null, null);
        case JobReport.Applied(var release, var components, var returned, var findings, _) ->
            new ResultView(
                release.map(Digest::toString).orElse(null),
                null,
                health(components),
                returned.orElse(null),
                findings,
                null,
                null,
                null);
        case JobReport.Captured(long lines, long dropped) ->
            new ResultView(null, null, null, null, null, null, lines, dropped);
        case JobReport.Inspected(var release, var components, var findings, _) ->
            new ResultView(
                release.map(Digest::toString).orElse(null),
                null,
                health(components),
                null,
                findings,
                null,
                null,
                null);
        case JobReport.Uninstalled(var left, _) ->
            new ResultView(null, null, null, null, null, left, null, null);
        // what was found is shown with the provider, fleet or install
        case JobReport.ProviderChecked _,
            JobReport.ClusterChecked _,
            JobReport.Preflighted _,
            JobReport.ClusterBootstrapped _,
            JobReport.FleetProvisioned _,
            JobReport.Nothing() ->
            null;
      };
    }

    private static List<HealthView> health(List<JobReport.ComponentHealth> components) {
      return components.stream()
          .map(one -> new HealthView(one.name().value(), one.healthy(), one.reason()))
          .toList();
    }
  }

  /// A job as the API shows it.
  ///
  /// @param reason why it is as it is, or why it waits
  /// @param result what the runner reported at its end
  /// @param steps and history only when one job is shown
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record JobView(
      String id,
      String install,
      String kind,
      String phase,
      String reason,
      int attempt,
      String requestedBy,
      Instant createdAt,
      @Nullable ResultView result,
      @Nullable List<StepView> steps,
      @Nullable List<TransitionView> history) {
    /// A job of a list.
    public static JobView of(JobRecord job, String hindrance) {
      return of(job, hindrance, null, null);
    }

    static JobView of(
        JobRecord job,
        String hindrance,
        @Nullable List<StepView> steps,
        @Nullable List<TransitionView> history) {
      return new JobView(
          job.id().toString(),
          job.install().toString(),
          job.spec().kind(),
          Jobs.phaseName(job.phase()),
          hindrance.isEmpty() ? reason(job.phase()) : hindrance,
          JobRules.leaseOf(job.phase()).map(Lease::attempt).orElse(0),
          job.requestedBy(),
          job.createdAt(),
          job.report().map(ResultView::of).orElse(null),
          steps,
          history);
    }

    private static String reason(Phase phase) {
      return switch (phase) {
        case Phase.Failed failed -> failed.failure().message();
        case Phase.Cancelled cancelled -> cancelled.reason();
        case Phase.Cancelling cancelling -> cancelling.reason();
        case Phase.Unknown unknown -> unknown.reason();
        case Phase.Expired _ -> "no runner took it in time";
        case Phase.Queued _, Phase.Offered _, Phase.Running _, Phase.Succeeded _ -> "";
      };
    }
  }

  /// Why a job shall stop.
  public record CancelWish(@Nullable String reason) {}

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "List an install's jobs, newest first")
  public Page<JobView> list(
      @QueryParam("install") @Nullable String install,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    Optional<JobId> before = page.after(JobId::parse);
    InstallRecord of = known.named(Given.field("install", install));
    return Page.of(
        jobs.list(caller.org(), of.id(), before, page.oneMore()),
        page,
        job -> JobView.of(job, hindrances.of(job, of)),
        job -> job.id().toString());
  }

  @GET
  @Path("{job}")
  @Needs(Scope.READ)
  @Operation(summary = "Show a job with its steps and its history")
  public JobView show(@PathParam("job") String job) {
    JobRecord found = found(job);
    return JobView.of(
        found,
        hindrance(found),
        jobs.steps(caller.org(), found.id(), 0, 0, STEPS).stream().map(StepView::of).toList(),
        jobs.history(caller.org(), found.id()).stream().map(TransitionView::of).toList());
  }

  @POST
  @Path("{job}/cancel")
  @Needs(Scope.WRITE)
  @Operation(summary = "Ask a job to stop")
  public JobView cancel(@PathParam("job") String job, CancelWish wish) {
    String reason = Given.body(wish).reason();
    String why = reason == null ? "asked for by an operator" : reason;
    JobId id = found(job).id();
    Optional<Verdict> verdict =
        jobs.cancel(caller.org(), id, Given.bounded("reason", why, LONGEST_REASON), caller.actor());
    if (verdict.orElse(null) instanceof Verdict.Refused(String refused)) {
      throw ProblemException.conflict(refused);
    }
    JobRecord now = found(job);
    return JobView.of(now, hindrance(now));
  }

  @GET
  @Path("{job}/events")
  @Needs(Scope.READ)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Blocking
  @Operation(summary = "Follow a job; resumable by Last-Event-ID")
  public Multi<OutboundSseEvent> events(
      @PathParam("job") String job,
      @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
      @Context Sse sse) {
    return following.stream(caller, sse, EventHints.FEED, found(job).id().toString(), lastEventId);
  }

  private String hindrance(JobRecord job) {
    return job.spec().hosted()
        ? hindrances.ofHosted(job)
        : hindrances.of(job, known.named(job.install().toString()));
  }

  private JobRecord found(String job) {
    return jobs.find(caller.org(), Given.known("job", job, JobId::parse))
        .orElseThrow(() -> ProblemException.notFound("job"));
  }
}
