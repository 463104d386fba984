package io.bowline.control.edge.http.arrival;

import io.bowline.control.arrival.Abandonment;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.KnownInstall;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.org.Scope;
import io.bowline.control.platform.Transactions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Gives installs up.
@Path("/api/v1/organizations/{org}/installs/{install}/abandon")
@Tag(name = "installs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AbandonResource {
  private final Transactions transactions;
  private final Abandonment abandonment;
  private final KnownInstall known;
  private final Caller caller;

  AbandonResource(
      Transactions transactions, Abandonment abandonment, KnownInstall known, Caller caller) {
    this.transactions = transactions;
    this.abandonment = abandonment;
    this.known = known;
    this.caller = caller;
  }

  /// The install's name once more: its runner, if it has one, comes in no more.
  public record AbandonWish(@Nullable String confirm) {}

  /// The install as it is then.
  public record AbandonedView(String id, String name, String status, String reason) {
    static AbandonedView of(InstallRecord install) {
      return new AbandonedView(
          install.id().toString(), install.name(), install.status().word(), install.reason());
    }
  }

  @POST
  @Needs(Scope.ADMIN)
  @Operation(
      summary = "Give an install up, wherever on its way it is; what is in the account stays there")
  public AbandonedView abandon(@PathParam("install") String install, AbandonWish wish) {
    String confirmed = Given.field("confirm", Given.body(wish).confirm());
    InstallRecord of = known.named(install);
    Abandonment.Answer answer =
        transactions.inOrg(
            caller.org(),
            tx -> abandonment.abandon(tx, caller.org(), of.id(), confirmed, caller.actor()));
    return switch (answer) {
      case Abandonment.Answer.Done(InstallRecord now) -> AbandonedView.of(now);
      case Abandonment.Answer.Absent() -> throw ProblemException.notFound("install");
      case Abandonment.Answer.NotConfirmed(String name) ->
          throw ProblemException.invalid("confirm", "must be the install's name, " + name);
      case Abandonment.Answer.InUse(String fleet) ->
          throw ProblemException.conflict(
              "fleet-in-use: the fleet %s stands on it; delete that one".formatted(fleet));
    };
  }
}
