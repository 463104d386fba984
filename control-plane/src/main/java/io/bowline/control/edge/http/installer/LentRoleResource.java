package io.bowline.control.edge.http.installer;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.KnownInstall;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.hosted.HostedRunners;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.job.JobRecord;
import io.bowline.control.job.Jobs;
import io.bowline.control.lending.Lending;
import io.bowline.control.lending.LentRoles;
import io.bowline.control.lending.Loan;
import io.bowline.control.org.Scope;
import io.bowline.control.platform.Transactions;
import io.bowline.model.id.JobId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Phase;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Has the vendor make the base layer of an install, once, by a role that is lent.
@Path("/api/v1/organizations/{org}/installs/{install}/lent-role")
@Tag(name = "installs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class LentRoleResource {
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]{0,10}:iam::[0-9]{12}:role/[\\w+=,.@/-]{1,500}");
  private static final Pattern PRINCIPAL =
      Pattern.compile("arn:aws[a-z-]{0,10}:iam::[0-9]{12}:(role|user)/[\\w+=,.@/-]{1,500}");
  private static final Pattern NETWORK =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}/(1[6-9]|2[01])");

  private final Transactions transactions;
  private final LentRoles roles;
  private final KnownInstall known;
  private final Caller caller;

  LentRoleResource(Transactions transactions, LentRoles roles, KnownInstall known, Caller caller) {
    this.transactions = transactions;
    this.roles = roles;
    this.known = known;
    this.caller = caller;
  }

  /// What is lent.
  ///
  /// @param role its ARN
  /// @param network addresses of the network that is made, /16 to /21
  /// @param clusterAccess ARN of who may put the runner into the cluster
  public record LoanWish(
      @Nullable String role, @Nullable String network, @Nullable String clusterAccess) {}

  /// How far it is.
  ///
  /// @param why it did not come to a base layer
  /// @param made what the module tells of what there is
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LoanView(
      String install,
      String job,
      String phase,
      @Nullable String why,
      @Nullable Map<String, String> made) {}

  @POST
  @Needs(Scope.ADMIN)
  @Operation(
      summary =
          "Lend the vendor's runner a role for an hour, with which it makes the base layer, once")
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = LoanView.class)))
  public Response lend(@PathParam("install") String install, LoanWish wish) {
    LoanWish given = Given.body(wish);
    var loan =
        new Loan(
            Optional.of(
                matching("role", ROLE, Given.field("role", given.role()), "the ARN of a role")),
            optional("network", NETWORK, given.network(), "a network as 10.64.0.0/16, /16 to /21"),
            optional(
                "clusterAccess",
                PRINCIPAL,
                given.clusterAccess(),
                "the ARN of a role or a user, without a path of a session"));
    InstallRecord of = known.named(install);
    Lending lending =
        transactions.inOrg(
            caller.org(), tx -> roles.make(tx, caller.org(), of.id(), loan, caller.actor()));
    return switch (lending) {
      case Lending.Asked(JobId _) -> Response.accepted(shown(install)).build();
      case Lending.Busy(JobId job) ->
          throw ProblemException.conflict(
              "base-layer-busy: job %s makes it; wait for its end".formatted(job));
      case Lending.Foreign(String account) ->
          throw ProblemException.invalid(
              "role", "must be a role of the install's account, " + account);
      case Lending.Unfit(String why) ->
          throw ProblemException.conflict("no-base-layer-wanted: " + why);
      case Lending.NotTold(String setting) ->
          throw ProblemException.conflict(
              "This control plane has not been told where it is: whoever runs it has to set %s."
                  .formatted(setting));
    };
  }

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "Show how far the base layer is that is made by a lent role")
  public LoanView shown(@PathParam("install") String install) {
    InstallRecord of = known.named(install);
    JobRecord job =
        transactions
            .inOrg(caller.org(), tx -> roles.newest(tx, of))
            .orElseThrow(() -> ProblemException.notFound("lent role"));
    boolean over = job.phase() instanceof Phase.Terminal;
    boolean made = job.phase() instanceof Phase.Succeeded;
    return new LoanView(
        of.id().toString(),
        job.id().toString(),
        Jobs.phaseName(job.phase()),
        over && !made ? HostedRunners.whyNot(job) : null,
        job.report().orElse(new JobReport.Nothing())
                instanceof JobReport.FleetProvisioned(Map<String, String> outputs)
            ? outputs
            : null);
  }

  private static String optional(String field, Pattern form, @Nullable String given, String what) {
    return given == null || given.isEmpty() ? "" : matching(field, form, given, what);
  }

  private static String matching(String field, Pattern form, String given, String what) {
    if (!form.matcher(given).matches()) {
      throw ProblemException.invalid(field, "must be " + what);
    }
    return given;
  }
}
