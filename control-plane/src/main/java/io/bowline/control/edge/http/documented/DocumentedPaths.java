package io.bowline.control.edge.http.documented;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Lets fleets, their providers and base domains be asked for at the addresses of their
/// documentation: without `/api/v1`, with or without a slash at the end, and fleets by both of
/// their names. Nothing is redirected, which would lose the body.
public final class DocumentedPaths {
  private static final Pattern KNOWN =
      Pattern.compile(
          "(?:/api/v1)?(/organizations/[^/]+/(?:fleet-providers|base-domains|infrastructure|fleets|clusters|regions)(?:/.*?)?|/provider-types(?:/.*?)?)/?");
  private static final Pattern ALIAS = Pattern.compile("^(/organizations/[^/]+/)fleets(?=/|$)");

  /// Turns the address into that of the resource.
  @ServerRequestFilter(preMatching = true)
  public void route(ContainerRequestContext request) {
    UriInfo asked = request.getUriInfo();
    String path = asked.getRequestUri().getRawPath();
    Matcher known = KNOWN.matcher(path);
    if (known.matches()) {
      String resource = "/api/v1" + ALIAS.matcher(known.group(1)).replaceFirst("$1infrastructure");
      if (isOther(path, resource)) {
        request.setRequestUri(asked.getRequestUriBuilder().replacePath(resource).build());
      }
    }
  }

  /// An address that is changed here is decoded twice, so what is encoded in it stays as it is: no
  /// name of ours has to be.
  private static boolean isOther(String path, String resource) {
    return !path.equals(resource) && path.indexOf('%') < 0;
  }
}
