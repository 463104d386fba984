package io.bowline.control.edge.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.catalog.Channel;
import io.bowline.control.catalog.Channels;
import io.bowline.control.catalog.ReleaseName;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.job.Origin;
import io.bowline.control.offer.Offer;
import io.bowline.control.offer.Offers;
import io.bowline.control.org.Scope;
import io.bowline.control.plan.Asked;
import io.bowline.control.plan.PlanRecord;
import io.bowline.control.plan.Plans;
import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.JobId;
import io.bowline.model.id.PlanId;
import io.bowline.model.plan.ApprovalStatement;
import io.bowline.model.plan.Plan;
import io.bowline.model.plan.PlannedStep;
import io.bowline.model.plan.SignedApproval;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Plans of an organization's installs, and the approvals that admit them.
@Path("/api/v1/organizations/{org}")
@Tag(name = "plans")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PlanResource {
  private final Plans plans;
  private final Installs installs;
  private final Channels channels;
  private final Offers offers;
  private final Repeats repeats;
  private final Caller caller;
  private final KnownInstall known;

  PlanResource(
      Plans plans,
      Installs installs,
      Channels channels,
      Offers offers,
      Repeats repeats,
      Caller caller,
      KnownInstall known) {
    this.known = known;
    this.plans = plans;
    this.installs = installs;
    this.channels = channels;
    this.offers = offers;
    this.repeats = repeats;
    this.caller = caller;
  }

  /// Towards which release: by digest, what a channel points at, or, where nothing is said, what
  /// the install is offered.
  ///
  /// @param product when given, must be the install's
  /// @param inputs replace the install's inputs when there are any
  public record PlanWish(
      @Nullable String release,
      @Nullable String channel,
      @Nullable String product,
      @Nullable Map<String, String> inputs) {}

  /// A signed approval; its plan and install are those of the path.
  ///
  /// @param signature base64 of the DER form, over the plan's digest, install, sequence, expiry and
  ///   key id
  public record ApprovalWish(
      @Nullable Long sequence,
      @Nullable String expires,
      @Nullable String keyId,
      @Nullable String signature) {}

  /// One step as the API shows it.
  public record StepView(
      String name,
      String component,
      String kind,
      String action,
      List<String> after,
      String content,
      List<String> diff) {
    static StepView of(PlannedStep step) {
      return new StepView(
          step.name(),
          step.component().value(),
          step.kind().name().toLowerCase(Locale.ROOT),
          step.action().name().toLowerCase(Locale.ROOT),
          step.after().stream().sorted().toList(),
          step.content().toString(),
          step.diff());
    }
  }

  /// A plan as the API shows it.
  ///
  /// @param job the job that works on it now, or did last
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PlanView(
      String id,
      String install,
      String release,
      int stage,
      String status,
      String reason,
      @Nullable String digest,
      boolean approvalNeeded,
      List<StepView> steps,
      List<String> deferred,
      @Nullable String job,
      String requestedBy,
      Instant createdAt) {
    static PlanView of(PlanRecord plan) {
      Optional<Plan> content = plan.content();
      return new PlanView(
          plan.id().toString(),
          plan.install().toString(),
          plan.release().toString(),
          plan.stage(),
          plan.status().word(),
          plan.reason(),
          content.map(made -> made.digest().toString()).orElse(null),
          plan.approvalNeeded(),
          content.stream().flatMap(made -> made.steps().stream()).map(StepView::of).toList(),
          content.stream().flatMap(made -> made.deferred().stream()).map(n -> n.value()).toList(),
          plan.applyJob().or(plan::planJob).map(JobId::toString).orElse(null),
          plan.requestedBy(),
          plan.createdAt());
    }
  }

  @POST
  @Path("installs/{install}/plans")
  @Needs(Scope.WRITE)
  @Operation(summary = "Ask the install's runner for a plan towards a release")
  public Response request(
      @PathParam("install") String install,
      PlanWish wish,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @HeaderParam("traceparent") @Nullable String traceparent) {
    PlanWish given = Given.body(wish);
    InstallRecord of = known.named(install);
    Digest release = release(of, given);
    if (given.inputs() != null) {
      Given.inputs(given.inputs());
    }
    var origin = new Origin(caller.actor(), traceparent == null ? "" : traceparent);
    return repeats.create(
        caller, caller.org(), key, given, tx -> requested(tx, of, release, given, origin));
  }

  private Repeats.Created requested(
      Tx tx, InstallRecord install, Digest release, PlanWish wish, Origin origin) {
    if (wish.inputs() != null && !wish.inputs().isEmpty()) {
      installs.inputs(tx, caller.org(), install.id(), wish.inputs(), caller.actor());
    }
    PlanRecord plan = taken(plans.request(tx, caller.org(), install.id(), release, origin));
    return new Repeats.Created(
        "/api/v1/organizations/%s/plans/%s".formatted(caller.org(), plan.id()), PlanView.of(plan));
  }

  private Digest release(InstallRecord install, PlanWish wish) {
    if (wish.product() != null && !wish.product().equals(install.product())) {
      throw ProblemException.invalid("product", "must be the install's, " + install.product());
    }
    if (wish.release() != null) {
      return Given.digest("release", wish.release());
    }
    if (wish.channel() == null) {
      Offer offer = offers.offer(install);
      return offer
          .release()
          .map(ReleaseName::digest)
          .orElseThrow(() ->
              ProblemException.conflict(
                  "nothing-offered: the install is %s; say which release"
                      .formatted(offer.because())));
    }
    Channel channel =
        channels
            .find(install.product(), wish.channel())
            .orElseThrow(() -> ProblemException.notFound("channel of " + install.product()));
    return channel
        .release()
        .map(ReleaseName::digest)
        .orElseThrow(() ->
            ProblemException.conflict(
                "channel-empty: %s of %s points at no release; name one, or another channel"
                    .formatted(channel.name(), channel.product())));
  }

  @GET
  @Path("installs/{install}/plans")
  @Needs(Scope.READ)
  @Operation(summary = "List an install's plans, newest first")
  public Page<PlanView> list(
      @PathParam("install") String install,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    Optional<PlanId> before = page.after(PlanId::parse);
    return Page.of(
        plans.list(caller.org(), known.named(install).id(), before, page.oneMore()),
        page,
        PlanView::of,
        plan -> plan.id().toString());
  }

  @GET
  @Path("plans/{plan}")
  @Needs(Scope.READ)
  @Operation(summary = "Show a plan with its steps and what they would change")
  public PlanView show(@PathParam("plan") String plan) {
    return PlanView.of(found(plan));
  }

  @POST
  @Path("plans/{plan}/approvals")
  @Needs(Scope.APPROVE)
  @Operation(summary = "Hand a signed approval to the runner, which alone judges it")
  public PlanView approve(@PathParam("plan") String plan, ApprovalWish wish) {
    ApprovalWish given = Given.body(wish);
    PlanRecord record = found(plan);
    Plan content =
        record.content().orElseThrow(() -> ProblemException.conflict("The plan is not made yet."));
    var statement =
        new ApprovalStatement(
            content.digest(),
            record.install(),
            Given.field("sequence", given.sequence()),
            Given.instant("expires", given.expires()),
            Given.bounded("keyId", given.keyId(), 200));
    var approval =
        new SignedApproval(statement, Given.bounded("signature", given.signature(), 1_000));
    return PlanView.of(
        taken(plans.approve(caller.org(), record.id(), approval, new Origin(caller.actor(), ""))));
  }

  private static PlanRecord taken(Asked asked) {
    return switch (asked) {
      case Asked.Taken(PlanRecord plan) -> plan;
      case Asked.Absent(String what) -> throw ProblemException.notFound(what);
      case Asked.Refused(String reason, String message) ->
          throw ProblemException.conflict(reason + ": " + message);
    };
  }

  private PlanRecord found(String plan) {
    return plans
        .find(caller.org(), Given.known("plan", plan, PlanId::parse))
        .orElseThrow(() -> ProblemException.notFound("plan"));
  }
}
