package io.bowline.control.edge.http.account;

import io.bowline.control.account.Session;
import io.bowline.control.account.Sessions;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.cookie.SessionCookie;
import io.bowline.control.org.Scope;
import io.bowline.model.id.TokenId;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/// The calling member's own sessions.
@Path("/api/v1/organizations/{org}/sessions")
@Tag(name = "accounts")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
@Needs(value = Scope.READ, person = true)
public class SessionResource {
  /// The one that the request comes by.
  private static final String CURRENT = "current";

  private final Sessions sessions;
  private final Caller caller;

  SessionResource(Sessions sessions, Caller caller) {
    this.sessions = sessions;
    this.caller = caller;
  }

  /// A session as the API shows it.
  ///
  /// @param method how the member proved who they are
  /// @param source the address that they signed in from
  /// @param program that they signed in with
  /// @param lastUsedAt to the minute
  /// @param idleAt when it is over unless it is used before
  /// @param expiresAt when it is over in any case
  /// @param current whether this request came by it
  public record SessionView(
      String id,
      String method,
      String source,
      String program,
      Instant createdAt,
      Instant lastUsedAt,
      Instant idleAt,
      Instant expiresAt,
      boolean current) {
    /// Shows one.
    public static SessionView of(Session session, Optional<TokenId> current) {
      return new SessionView(
          session.id().toString(),
          session.method(),
          session.origin().source(),
          session.origin().program(),
          session.createdAt(),
          session.times().lastUsedAt(),
          session.times().idleAt(),
          session.times().expiresAt(),
          current.filter(session.id()::equals).isPresent());
    }
  }

  /// Sessions that last.
  public record SessionsView(List<SessionView> items) {}

  /// How many sessions ended.
  public record EndedView(int ended) {}

  @GET
  @Operation(summary = "List one's sessions that last, newest first")
  public SessionsView list() {
    return new SessionsView(
        sessions.list(caller.org(), caller.person().id()).stream()
            .map(session -> SessionView.of(session, caller.session()))
            .toList());
  }

  @DELETE
  @Path("{session}")
  @Operation(summary = "End one of one's sessions, at once; current is the one that asks")
  public RestResponse<Void> end(@PathParam("session") String session) {
    TokenId id =
        session.equals(CURRENT)
            ? caller.session().orElseThrow(() -> ProblemException.notFound("session"))
            : Given.known("session", session, TokenId::parse);
    if (!sessions.end(caller.org(), caller.person().id(), id, caller.principal())) {
      throw ProblemException.notFound("session");
    }
    RestResponse.ResponseBuilder<Void> answer = RestResponse.ResponseBuilder.noContent();
    boolean own = caller.session().filter(id::equals).isPresent();
    return (own ? answer.cookie(SessionCookie.end()) : answer).build();
  }

  @DELETE
  @Operation(summary = "End all of one's sessions but the one that asks, at once")
  public EndedView endOthers() {
    return new EndedView(
        sessions.endAll(caller.org(), caller.person().id(), caller.session(), caller.principal()));
  }
}
