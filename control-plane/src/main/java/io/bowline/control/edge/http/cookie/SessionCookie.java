package io.bowline.control.edge.http.cookie;

import io.bowline.control.secret.Secret;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/// A browser's session. Nothing in a page can read it, it goes over TLS to this host alone, and
/// what changes something by it has to come from a page of this host.
public final class SessionCookie {
  private static final String NAME = "__Host-bowline";
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private SessionCookie() {}

  /// The session of a browser's request.
  public static Optional<Secret> of(ContainerRequestContext request) {
    return Optional.ofNullable(request.getCookies().get(NAME))
        .map(Cookie::getValue)
        .filter(value -> !value.isEmpty())
        .map(Secret::of);
  }

  /// Whether a request may use its cookie. Browsers say where a page is from with all that is not
  /// safe, and no page can have them say otherwise.
  public static boolean mayBeUsed(ContainerRequestContext request) {
    String origin = request.getHeaderString("Origin");
    String site = request.getHeaderString("Sec-Fetch-Site");
    URI own = request.getUriInfo().getBaseUri();
    return SAFE.contains(request.getMethod())
        || (origin != null
            && origin.equalsIgnoreCase("https://" + own.getRawAuthority())
            && (site == null || site.equals("same-origin")));
  }

  /// Gives a browser its session, until it is closed.
  public static NewCookie begin(Secret session) {
    return cookie(session.revealText(), NewCookie.DEFAULT_MAX_AGE);
  }

  /// Takes it away.
  public static NewCookie end() {
    return cookie("", 0);
  }

  private static NewCookie cookie(String value, int maxAge) {
    return new NewCookie.Builder(NAME)
        .value(value)
        .path("/")
        .maxAge(maxAge)
        .secure(true)
        .httpOnly(true)
        .sameSite(NewCookie.SameSite.STRICT)
        .build();
  }
}
