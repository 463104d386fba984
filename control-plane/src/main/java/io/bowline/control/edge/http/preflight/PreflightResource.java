package io.bowline.control.edge.http.preflight;

import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Hindrances;
import io.bowline.control.edge.http.KnownInstall;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.Repeats;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.job.Origin;
import io.bowline.control.org.Scope;
import io.bowline.control.platform.Transactions;
import io.bowline.control.preflight.KeptPreflight;
import io.bowline.control.preflight.Overruled;
import io.bowline.control.preflight.Overruling;
import io.bowline.control.preflight.Preflights;
import io.bowline.model.id.JobId;
import io.bowline.model.preflight.Seen;
import io.bowline.model.preflight.Verdict;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Has an install's runner look around, and shows what it saw.
@Path("/api/v1/organizations/{org}/installs/{install}/preflight")
@Tag(name = "installs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PreflightResource {
  private static final String KIND = "preflight";
  private static final int LONGEST_CHECK = 100;
  private static final int LONGEST_REASON = 500;

  private final Transactions transactions;
  private final Preflights preflights;
  private final KnownInstall known;
  private final Hindrances hindrances;
  private final Repeats repeats;
  private final Caller caller;

  PreflightResource(
      Transactions transactions,
      Preflights preflights,
      KnownInstall known,
      Hindrances hindrances,
      Repeats repeats,
      Caller caller) {
    this.transactions = transactions;
    this.preflights = preflights;
    this.known = known;
    this.hindrances = hindrances;
    this.repeats = repeats;
    this.caller = caller;
  }

  /// One thing that was looked at.
  ///
  /// @param verdict ok, unknown, warn or fail
  /// @param means what that is for an install, and what of it will not work
  /// @param commands lines that do what `fix` says
  public record SeenView(
      String check, String verdict, String seen, String means, String fix, List<String> commands) {
    static SeenView of(Seen one) {
      return new SeenView(
          one.check(), one.verdict().word(), one.seen(), one.means(), one.fix(), one.commands());
    }
  }

  /// Somebody's word for a check that fails.
  public record OverrulingView(String check, String reason, String by, Instant at) {
    static OverrulingView of(Overruling word) {
      return new OverrulingView(word.check(), word.reason(), word.by(), word.at());
    }
  }

  /// What the runner saw last.
  ///
  /// @param verdict the worst of all
  /// @param holding the checks that hold a first release
  /// @param underWay the job that looks again now
  public record PreflightView(
      String job,
      String verdict,
      Instant lookedAt,
      List<SeenView> seen,
      List<String> holding,
      List<OverrulingView> overruled,
      @Nullable String underWay) {
    static PreflightView of(KeptPreflight kept, Optional<JobId> underWay) {
      return new PreflightView(
          kept.job().toString(),
          Verdict.worst(kept.seen()).word(),
          kept.lookedAt(),
          kept.seen().stream().map(SeenView::of).toList(),
          kept.holding().stream().map(Seen::check).toList(),
          kept.overruled().stream().map(OverrulingView::of).toList(),
          underWay.map(JobId::toString).orElse(null));
    }
  }

  /// What somebody answers for.
  ///
  /// @param confirm the install's name once more
  public record OverrulingWish(
      @Nullable String check, @Nullable String reason, @Nullable String confirm) {}

  /// The job that looks.
  public record LookView(String job) {}

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "What an install's runner last saw around it: ways out, and its cloud")
  public PreflightView last(@PathParam("install") String install) {
    InstallRecord of = known.named(install);
    return transactions
        .<Optional<PreflightView>>inOrg(
            caller.org(),
            tx -> {
              Optional<JobId> underWay = preflights.underWay(tx, caller.org(), of.id());
              return preflights
                  .newest(tx, caller.org(), of.id())
                  .map(kept -> PreflightView.of(kept, underWay));
            })
        .orElseThrow(() -> ProblemException.notFound("preflight"));
  }

  @POST
  @Path("/overrulings")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Scope.APPROVE)
  @Operation(summary = "Answer for a check that fails: it holds the install no longer; audited")
  public PreflightView overrule(@PathParam("install") String install, OverrulingWish wish) {
    OverrulingWish given = Given.body(wish);
    String check = Given.bounded("check", given.check(), LONGEST_CHECK);
    String reason =
        Given.bounded("reason", printable(Given.field("reason", given.reason())), LONGEST_REASON);
    InstallRecord of = known.named(install);
    if (!of.name().equals(Given.field("confirm", given.confirm()))) {
      throw ProblemException.invalid("confirm", "must be the install's name, " + of.name());
    }
    return transactions.inOrg(
        caller.org(),
        tx ->
            switch (preflights.overrule(tx, of, check, reason, caller.actor())) {
              case Overruled.Done(KeptPreflight now) ->
                  PreflightView.of(now, preflights.underWay(tx, caller.org(), of.id()));
              case Overruled.NothingSeen() -> throw ProblemException.notFound("preflight");
              case Overruled.NotFailing(String message) ->
                  throw ProblemException.invalid("check", message);
            });
  }

  /// It is shown to others, in one line.
  private static String printable(String reason) {
    return reason.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  @POST
  @Needs(Scope.WRITE)
  @Operation(
      summary = "Have an install's runner look around; one that runs nothing yet waits for it")
  public Response look(
      @PathParam("install") String install, @HeaderParam("Idempotency-Key") @Nullable String key) {
    InstallRecord of = known.named(install);
    hindrances
        .incapable(of, KIND)
        .ifPresent(why -> {
          throw ProblemException.conflict("runner-too-old: " + why);
        });
    return repeats.create(
        caller,
        caller.org(),
        key,
        Map.of("install", of.id().toString()),
        tx -> {
          JobId job = preflights.ask(tx, of, new Origin(caller.actor(), ""));
          return new Repeats.Created(
              "/api/v1/organizations/%s/jobs/%s".formatted(caller.org(), job),
              new LookView(job.toString()));
        });
  }
}
