package io.bowline.control.edge.http.member;

import io.bowline.control.account.Session;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.account.SessionResource.EndedView;
import io.bowline.control.edge.http.account.SessionResource.SessionView;
import io.bowline.control.edge.http.account.SessionResource.SessionsView;
import io.bowline.control.member.SessionEnds;
import io.bowline.control.org.Scope;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.TokenId;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Where a member is signed in, for owners and admins.
@Path("/api/v1/organizations/{org}/members/{member}/sessions")
@Tag(name = "members")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
@Needs(Scope.ADMIN)
public class MemberSessionResource {
  private final SessionEnds ends;
  private final Caller caller;

  MemberSessionResource(SessionEnds ends, Caller caller) {
    this.ends = ends;
    this.caller = caller;
  }

  @GET
  @Operation(summary = "List a member's sessions that last, newest first")
  public SessionsView list(@PathParam("member") String member) {
    List<Session> sessions =
        ends.list(caller.org(), known(member))
            .orElseThrow(() -> ProblemException.notFound("member"));
    return new SessionsView(
        sessions.stream().map(session -> SessionView.of(session, caller.session())).toList());
  }

  @DELETE
  @Path("{session}")
  @Operation(summary = "End one of a member's sessions, at once; an owner's by an owner")
  public void end(@PathParam("member") String member, @PathParam("session") String session) {
    TokenId id = Given.known("session", session, TokenId::parse);
    if (ended(ends.end(caller.org(), known(member), id, caller.principal())) == 0) {
      throw ProblemException.notFound("session");
    }
  }

  @DELETE
  @Operation(summary = "End all of a member's sessions, at once; an owner's by an owner")
  public EndedView endAll(@PathParam("member") String member) {
    return new EndedView(ended(ends.endAll(caller.org(), known(member), caller.principal())));
  }

  private static MemberId known(String member) {
    return Given.known("member", member, MemberId::parse);
  }

  private static int ended(SessionEnds.Outcome outcome) {
    return switch (outcome) {
      case SessionEnds.Outcome.Ended(int sessions) -> sessions;
      case SessionEnds.Outcome.Unknown() -> throw ProblemException.notFound("member");
      case SessionEnds.Outcome.Refused(String why) -> throw ProblemException.forbidden(why);
    };
  }
}
