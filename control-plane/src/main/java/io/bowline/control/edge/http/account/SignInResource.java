package io.bowline.control.edge.http.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.account.Credentials;
import io.bowline.control.account.KnownDevice;
import io.bowline.control.account.Sessions;
import io.bowline.control.account.SignIns;
import io.bowline.control.account.SignedIn;
import io.bowline.control.edge.http.Anyone;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Problem;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.account.Notices.NoticeView;
import io.bowline.control.edge.http.cookie.DeviceCookie;
import io.bowline.control.edge.http.cookie.SessionCookie;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Sign-in by address and password.
@Path("/api/v1/sign-in")
@Tag(name = "accounts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
public class SignInResource {
  private static final int LONGEST_NAME = 300;
  private static final int LONGEST_CODE = 40;
  private static final int LONGEST_DEVICE = 100;

  private final SignIns signIns;
  private final Notices notices;
  private final Caller caller;

  SignInResource(SignIns signIns, Notices notices, Caller caller) {
    this.signIns = signIns;
    this.notices = notices;
    this.caller = caller;
  }

  /// What somebody who signs in says.
  ///
  /// @param organization its name or id
  /// @param code of the second factor, or a recovery code; absent where there is none
  /// @param device what an earlier sign-in of theirs with the same program answered, so that nobody
  ///   else's tries keep them out; absent where there was none
  /// @param cookie whether the session is to be a browser's cookie; else it is in the answer
  public record SignInWish(
      @Nullable String organization,
      @Nullable String email,
      @Nullable String password,
      @Nullable String code,
      @Nullable String device,
      @Nullable Boolean cookie) {
    /// Nothing of what is secret.
    @Override
    public String toString() {
      return "SignInWish[]";
    }
  }

  /// A session that has begun.
  ///
  /// @param organization its id
  /// @param member who it is
  /// @param token of the session, to be sent as a bearer's; absent when it is in a cookie
  /// @param device to be sent with the next sign-in; lets nobody in; absent when it is in a cookie
  /// @param notices what members are told when they come
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SignedInView(
      String organization,
      String member,
      String session,
      Instant expiresAt,
      @Nullable String token,
      @Nullable String device,
      List<NoticeView> notices) {
    /// Nothing of what is secret.
    @Override
    public String toString() {
      return "SignedInView[]";
    }

    static SignedInView of(Sessions.Begun begun, boolean cookie, List<NoticeView> notices) {
      return new SignedInView(
          begun.org().toString(),
          begun.session().member().toString(),
          begun.session().id().toString(),
          begun.session().times().expiresAt(),
          cookie ? null : begun.text().revealText(),
          cookie ? null : KnownDevice.of(begun.text()),
          notices);
    }
  }

  @POST
  @Anyone
  @SecurityRequirements
  @Operation(summary = "Sign in by address and password, and a code where there is a second factor")
  @Extension(name = Problem.KEY_AWAY, value = "503")
  public RestResponse<SignedInView> signIn(SignInWish wish, @Context HttpHeaders headers) {
    SignInWish given = Given.body(wish);
    boolean cookie = Boolean.TRUE.equals(given.cookie());
    Sessions.Begun begun = begun(signIns.signIn(read(given, DeviceCookie.of(headers))));
    RestResponse.ResponseBuilder<SignedInView> answer =
        RestResponse.ResponseBuilder.ok(SignedInView.of(begun, cookie, notices.of(begun.org())))
            .header("Cache-Control", "no-store");
    if (cookie) {
      answer.cookie(
          SessionCookie.begin(begun.text()), DeviceCookie.begin(KnownDevice.of(begun.text())));
    }
    return answer.build();
  }

  private Credentials read(SignInWish given, Optional<String> browser) {
    Optional<String> code =
        Optional.ofNullable(given.code()).map(text -> Given.bounded("code", text, LONGEST_CODE));
    return new Credentials(
        Given.bounded("organization", given.organization(), LONGEST_NAME),
        Given.bounded("email", given.email(), LONGEST_NAME),
        Password.read("password", given.password()),
        code,
        Optional.ofNullable(given.device())
            .map(text -> Given.bounded("device", text, LONGEST_DEVICE))
            .or(() -> browser),
        caller.whence());
  }

  private static Sessions.Begun begun(SignedIn signedIn) {
    return switch (signedIn) {
      case SignedIn.In(Sessions.Begun begun) -> begun;
      case SignedIn.Refused() ->
          throw ProblemException.unauthorized(
              "Organization, address or password is wrong. An owner or admin can have a password"
                  + " set anew (bowline member reset-password).");
      case SignedIn.Elsewhere() ->
          throw ProblemException.forbidden(
              "Your organization lets nobody in by passwords. Sign in through its identity provider"
                  + " (bowline sign-in --sso).");
      case SignedIn.CodeNeeded(boolean wrong) ->
          throw ProblemException.unauthorizedField(
              "code",
              wrong
                  ? "The code is wrong or was used already."
                  : "Send the code of your second factor as well, or a recovery code.");
      case SignedIn.TooMany(Duration rest) -> throw Answers.tooMany(rest);
      case SignedIn.Busy() -> throw Answers.busy();
    };
  }
}
