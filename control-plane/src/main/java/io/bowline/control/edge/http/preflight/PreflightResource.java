package io.bowline.control.edge.http.preflight;

import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.KnownInstall;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.Repeats;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.job.Origin;
import io.bowline.control.org.Scope;
import io.bowline.control.platform.Transactions;
import io.bowline.control.preflight.KeptPreflight;
import io.bowline.control.preflight.Preflights;
import io.bowline.model.id.JobId;
import io.bowline.model.preflight.Seen;
import io.bowline.model.preflight.Verdict;
import io.smallrye.common.annotation.RunOnVirtualThread;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Has an install's runner look around, and shows what it saw.
@Path("/api/v1/organizations/{org}/installs/{install}/preflight")
@Tag(name = "installs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PreflightResource {
  private final Transactions transactions;
  private final Preflights preflights;
  private final KnownInstall known;
  private final Repeats repeats;
  private final Caller caller;

  PreflightResource(
      Transactions transactions,
      Preflights preflights,
      KnownInstall known,
      Repeats repeats,
      Caller caller) {
    this.transactions = transactions;
    this.preflights = preflights;
    this.known = known;
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

  /// What the runner saw last.
  ///
  /// @param verdict the worst of all
  public record PreflightView(String job, String verdict, Instant lookedAt, List<SeenView> seen) {
    static PreflightView of(KeptPreflight kept) {
      return new PreflightView(
          kept.job().toString(),
          Verdict.worst(kept.seen()).word(),
          kept.lookedAt(),
          kept.seen().stream().map(SeenView::of).toList());
    }
  }

  /// The job that looks.
  public record LookView(String job) {}

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "What an install's runner last saw around it: ways out, and its cloud")
  public PreflightView last(@PathParam("install") String install) {
    InstallRecord of = known.named(install);
    return transactions
        .inOrg(caller.org(), tx -> preflights.newest(tx, caller.org(), of.id()))
        .map(PreflightView::of)
        .orElseThrow(() -> ProblemException.notFound("preflight"));
  }

  @POST
  @Needs(Scope.WRITE)
  @Operation(
      summary = "Have an install's runner look around; one that runs nothing yet waits for it")
  public Response look(
      @PathParam("install") String install, @HeaderParam("Idempotency-Key") @Nullable String key) {
    InstallRecord of = known.named(install);
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
