package io.bowline.control.edge.http.cookie;

import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.util.Optional;

/// What a browser keeps while somebody is away at their provider, so that nobody else's answer is
/// taken in it. It has to come along when the provider's page leads back here.
public final class AwayCookie {
  private static final String NAME = "__Host-bowline-away";
  private static final Duration LIFE = Duration.ofMinutes(10);

  private AwayCookie() {}

  /// What the browser has kept.
  public static Optional<String> of(HttpHeaders headers) {
    return Optional.ofNullable(headers.getCookies().get(NAME)).map(Cookie::getValue);
  }

  /// Gives it something to keep.
  public static NewCookie keep(String text) {
    return new NewCookie.Builder(NAME)
        .value(text)
        .path("/")
        .maxAge((int) LIFE.toSeconds())
        .secure(true)
        .httpOnly(true)
        .sameSite(NewCookie.SameSite.LAX)
        .build();
  }
}
