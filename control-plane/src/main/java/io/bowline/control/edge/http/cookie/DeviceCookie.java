package io.bowline.control.edge.http.cookie;

import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.util.Optional;

/// What a browser keeps so that whoever signed in with it before is not kept out by others' tries.
/// It lets nobody in, so it outlasts the session.
public final class DeviceCookie {
  private static final String NAME = "__Host-bowline-device";

  /// As long as sessions that are over are remembered.
  private static final Duration LIFE = Duration.ofDays(90);

  private DeviceCookie() {}

  /// That of a browser's request.
  public static Optional<String> of(HttpHeaders headers) {
    return Optional.ofNullable(headers.getCookies().get(NAME)).map(Cookie::getValue);
  }

  /// Gives a browser one.
  public static NewCookie begin(String device) {
    return new NewCookie.Builder(NAME)
        .value(device)
        .path("/")
        .maxAge((int) LIFE.toSeconds())
        .secure(true)
        .httpOnly(true)
        .sameSite(NewCookie.SameSite.STRICT)
        .build();
  }
}
