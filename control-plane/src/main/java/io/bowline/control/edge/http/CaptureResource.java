package io.bowline.control.edge.http;

import io.bowline.control.install.InstallRecord;
import io.bowline.control.job.Jobs;
import io.bowline.control.job.Origin;
import io.bowline.control.org.Scope;
import io.bowline.control.plan.Components;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.CaptureId;
import io.bowline.model.id.JobId;
import io.bowline.model.job.JobSpec;
import io.bowline.model.release.ComponentName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Captures: logs on request, of named components, for a limited time.
@Path("/api/v1/organizations/{org}/installs/{install}/captures")
@Tag(name = "captures")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class CaptureResource {
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final int MOST_COMPONENTS = 50;

  private final KnownInstall known;
  private final Jobs jobs;
  private final Components components;
  private final Ids ids;
  private final InstantSource clock;
  private final Repeats repeats;
  private final Caller caller;

  CaptureResource(
      KnownInstall known,
      Jobs jobs,
      Components components,
      Ids ids,
      InstantSource clock,
      Repeats repeats,
      Caller caller) {
    this.components = components;
    this.known = known;
    this.jobs = jobs;
    this.ids = ids;
    this.clock = clock;
    this.repeats = repeats;
    this.caller = caller;
  }

  /// Which logs, from when until when.
  public record CaptureWish(
      @Nullable List<String> components, @Nullable String since, @Nullable String until) {}

  /// A capture as the API shows it.
  public record CaptureView(
      String id,
      String install,
      List<String> components,
      Instant since,
      Instant until,
      String job) {}

  @POST
  @Needs(Scope.WRITE)
  @Operation(summary = "Capture logs of components until a moment, at most 24 hours ahead")
  public Response start(
      @PathParam("install") String install,
      CaptureWish wish,
      @HeaderParam("Idempotency-Key") @Nullable String key) {
    CaptureWish given = Given.body(wish);
    List<String> names = Given.field("components", given.components());
    if (names.isEmpty() || names.size() > MOST_COMPONENTS) {
      throw ProblemException.invalid("components", "must name 1 to " + MOST_COMPONENTS);
    }
    Instant now = clock.instant();
    Instant since = given.since() == null ? now : Given.instant("since", given.since());
    Instant until = Given.instant("until", given.until());
    if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
      throw ProblemException.invalid("until", "must be within the next 24 hours");
    }
    InstallRecord of = known.named(install);
    var spec =
        new JobSpec.CaptureLogs(
            new CaptureId(ids.get()),
            names.stream().map(name -> Given.id("components", name, ComponentName::new)).toList(),
            since,
            until);
    return repeats.create(caller, caller.org(), key, given, tx -> asked(tx, of, spec));
  }

  private void checkComponents(Tx tx, InstallRecord install, JobSpec.CaptureLogs spec) {
    SortedSet<String> there = components.of(tx, install);
    for (ComponentName name : spec.components()) {
      if (!there.contains(name.value())) {
        throw ProblemException.invalid(
            "components",
            there.isEmpty()
                ? "names %s, but the install has no release yet: plan one first"
                    .formatted(name.value())
                : "names %s, which the install does not have; it has %s"
                    .formatted(name.value(), String.join(", ", there)));
      }
    }
  }

  private Repeats.Created asked(Tx tx, InstallRecord install, JobSpec.CaptureLogs spec) {
    checkComponents(tx, install, spec);
    JobId job = jobs.ask(tx, caller.org(), install.id(), spec, new Origin(caller.actor(), ""));
    return new Repeats.Created(
        "/api/v1/organizations/%s/jobs/%s".formatted(caller.org(), job),
        new CaptureView(
            spec.capture().toString(),
            install.id().toString(),
            spec.components().stream().map(ComponentName::value).toList(),
            spec.since(),
            spec.until(),
            job.toString()));
  }
}
