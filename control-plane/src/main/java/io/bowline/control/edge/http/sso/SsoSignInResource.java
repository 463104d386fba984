package io.bowline.control.edge.http.sso;

import io.bowline.control.account.Sessions;
import io.bowline.control.edge.http.Anyone;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Problem;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.account.Notices;
import io.bowline.control.edge.http.account.Notices.NoticeView;
import io.bowline.control.edge.http.cookie.AwayCookie;
import io.bowline.control.edge.http.cookie.SessionCookie;
import io.bowline.control.sso.CameBack;
import io.bowline.control.sso.Door;
import io.bowline.control.sso.SsoSignIns;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The way in through an organization's identity provider.
@Path("/api/v1/sign-in/sso")
@Tag(name = "single sign-on")
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
public class SsoSignInResource {
  private static final int LONGEST_NAME = 300;
  private static final int LONGEST_CODE = 8_000;
  private static final int LONGEST_TEXT = 200;
  private static final Duration MOMENT = Duration.ofSeconds(5);

  private final SsoSignIns signIns;
  private final Notices notices;
  private final Caller caller;

  SsoSignInResource(SsoSignIns signIns, Notices notices, Caller caller) {
    this.signIns = signIns;
    this.notices = notices;
    this.caller = caller;
  }

  /// What a command line fetches its session with.
  ///
  /// @param code that came to its door
  /// @param verifier what its challenge was made of
  public record Exchange(@Nullable String code, @Nullable String verifier) {
    /// Nothing of what is secret.
    @Override
    public String toString() {
      return "Exchange[]";
    }
  }

  /// A session that has begun.
  ///
  /// @param organization its id
  /// @param member who it is
  /// @param token of the session, to be sent as a bearer's
  /// @param notices what members are told when they come
  public record ExchangedView(
      String organization,
      String member,
      String session,
      Instant expiresAt,
      String token,
      List<NoticeView> notices) {
    /// Nothing of what is secret.
    @Override
    public String toString() {
      return "ExchangedView[]";
    }

    static ExchangedView of(Sessions.Begun begun, List<NoticeView> notices) {
      return new ExchangedView(
          begun.org().toString(),
          begun.session().member().toString(),
          begun.session().id().toString(),
          begun.session().times().expiresAt(),
          begun.text().revealText(),
          notices);
    }
  }

  @GET
  @Path("{organization}")
  @Anyone
  @SecurityRequirements
  @Operation(
      summary = "Send a browser to the organization's identity provider, to be signed in there",
      description =
          "A command line gives port, state and challenge: the browser then comes to that port of"
              + " 127.0.0.1 with a code, which is exchanged for a session with what the challenge"
              + " is the SHA-256 of.")
  @APIResponse(responseCode = "302", description = "To the provider")
  @Extension(name = Problem.KEY_AWAY, value = "503")
  public Response begin(
      @PathParam("organization") String organization,
      @QueryParam("port") @Nullable Integer port,
      @QueryParam("state") @Nullable String state,
      @QueryParam("challenge") @Nullable String challenge,
      @Context HttpHeaders headers) {
    String browser = signIns.browser(AwayCookie.of(headers));
    CameBack sent =
        signIns.begin(
            Given.bounded("organization", organization, LONGEST_NAME),
            browser,
            door(port, state, challenge),
            caller.whence());
    if (sent instanceof CameBack.Sent(URI address)) {
      return Response.status(302)
          .location(address)
          .cookie(AwayCookie.keep(browser))
          .header("Cache-Control", "no-store")
          .header("Referrer-Policy", "no-referrer")
          .build();
    }
    throw problem(sent);
  }

  private static Optional<Door> door(
      @Nullable Integer port, @Nullable String state, @Nullable String challenge) {
    if (port == null && state == null && challenge == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Door(
            Given.id("port", Given.field("port", port), Door::port),
            Given.id("state", Given.field("state", state), Door::state),
            Given.id("challenge", Given.field("challenge", challenge), Door::challenge)));
  }

  @GET
  @Path("callback")
  @Anyone
  @SecurityRequirements
  @Produces(MediaType.TEXT_HTML)
  @Operation(summary = "Take somebody who comes back from their identity provider")
  @APIResponse(responseCode = "200", description = "They are in")
  @APIResponse(
      responseCode = "403",
      description = "They may not come in",
      content = {
        @Content(mediaType = MediaType.TEXT_HTML),
        @Content(mediaType = Problem.MEDIA_TYPE)
      })
  @APIResponse(
      responseCode = "404",
      description = "Nobody went away like that",
      content = {
        @Content(mediaType = MediaType.TEXT_HTML),
        @Content(mediaType = Problem.MEDIA_TYPE)
      })
  @APIResponse(
      responseCode = "429",
      description = "Too many tries",
      content = {
        @Content(mediaType = MediaType.TEXT_HTML),
        @Content(mediaType = Problem.MEDIA_TYPE)
      })
  @APIResponse(
      responseCode = "503",
      description = "Their identity provider does not answer",
      content = {
        @Content(mediaType = MediaType.TEXT_HTML),
        @Content(mediaType = Problem.MEDIA_TYPE)
      })
  @APIResponse(responseCode = "302", description = "To the command line that waits")
  public Response comeBack(
      @QueryParam("state") @Nullable String state,
      @QueryParam("code") @Nullable String code,
      @QueryParam("iss") @Nullable String issuer,
      @Context HttpHeaders headers) {
    var answer =
        new SsoSignIns.Answer(
            Given.bounded("state", state, LONGEST_TEXT),
            Optional.ofNullable(code).map(text -> Given.bounded("code", text, LONGEST_CODE)),
            Optional.ofNullable(issuer));
    return page(signIns.comeBack(answer, AwayCookie.of(headers).orElse(""), caller.whence()));
  }

  private static Response page(CameBack back) {
    return switch (back) {
      case CameBack.In(Sessions.Begun begun) ->
          page(200, "You are signed in.").cookie(SessionCookie.begin(begun.text())).build();
      case CameBack.Sent(URI address) ->
          Response.status(302)
              .location(address)
              .header("Cache-Control", "no-store")
              .header("Referrer-Policy", "no-referrer")
              .build();
      case CameBack.Unknown(String why) -> page(404, why).build();
      case CameBack.Refused(String why) -> page(403, why).build();
      case CameBack.Unreachable(String why) -> page(503, why).build();
      case CameBack.TooMany(Duration rest) ->
          page(429, "Try again in %d minutes.".formatted(rest.toMinutes() + 1)).build();
    };
  }

  /// Nothing on the page runs or is loaded, and nothing in a text is markup.
  private static Response.ResponseBuilder page(int status, String text) {
    String plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return Response.status(status)
        .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
        .entity(
            "<!doctype html><meta charset=\"utf-8\"><title>Bowline</title><p>%s</p>"
                .formatted(plain))
        .header("Cache-Control", "no-store")
        .header("Referrer-Policy", "no-referrer")
        .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }

  @POST
  @Path("exchange")
  @Anyone
  @SecurityRequirements
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Fetch the session of somebody who came to a command line's door, once")
  public ExchangedView exchange(Exchange wish) {
    Exchange given = Given.body(wish);
    CameBack back =
        signIns.fetch(
            Given.bounded("code", given.code(), LONGEST_TEXT),
            Given.bounded("verifier", given.verifier(), LONGEST_TEXT),
            caller.whence());
    if (back instanceof CameBack.In(Sessions.Begun begun)) {
      return ExchangedView.of(begun, notices.of(begun.org()));
    }
    throw problem(back);
  }

  private static ProblemException problem(CameBack back) {
    return switch (back) {
      case CameBack.In _, CameBack.Sent _ ->
          throw new IllegalStateException("what is well is no problem");
      case CameBack.Unknown(String why) -> ProblemException.of(404, "Not found", why);
      case CameBack.Refused(String why) -> ProblemException.forbidden(why);
      case CameBack.Unreachable(String why) -> ProblemException.busy(why, MOMENT);
      case CameBack.TooMany(Duration rest) ->
          ProblemException.tooMany(
              "That was tried too often. Try again in %d minutes.".formatted(rest.toMinutes() + 1),
              rest);
    };
  }
}
