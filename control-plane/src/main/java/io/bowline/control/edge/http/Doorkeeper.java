package io.bowline.control.edge.http;

import io.bowline.control.org.Organizations;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Scope;
import io.bowline.control.org.Tokens;
import io.bowline.control.platform.LogFields;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.OrgId;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/// Stands before every resource of the API: reads the token, keeps callers to their organization
/// and scopes, and turns away bodies that are not JSON.
public final class Doorkeeper {
  private static final Set<String> LOOKING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final String BEARER = "Bearer ";
  private static final char NUL = '\u0000';

  private final Tokens tokens;
  private final Organizations organizations;
  private final Caller caller;

  Doorkeeper(Tokens tokens, Organizations organizations, Caller caller) {
    this.tokens = tokens;
    this.organizations = organizations;
    this.caller = caller;
  }

  /// Lets a request pass, or ends it with a problem.
  @ServerRequestFilter
  public void admit(ContainerRequestContext request, ResourceInfo resource) {
    Secret token =
        bearer(request.getHeaderString(HttpHeaders.AUTHORIZATION))
            .orElseThrow(() ->
                ProblemException.unauthorized(
                    "Send a token: Authorization: Bearer bwl_... (bowline login keeps one)."));
    Principal principal =
        tokens
            .bearer(token)
            .orElseThrow(() ->
                ProblemException.unauthorized(
                    "The token is unknown, expired or revoked. Ask for another."));
    caller.is(principal, token);
    checkAddress(request.getUriInfo());
    enter(principal, request.getUriInfo().getPathParameters().getFirst("org"));
    checkScope(principal, needed(resource), request.getMethod());
    checkBody(request, resource.getResourceMethod());
  }

  /// The database takes no NUL in a text, so nothing has one in its name.
  private static void checkAddress(UriInfo address) {
    address
        .getPathParameters()
        .forEach((name, values) -> {
          if (values.stream().anyMatch(value -> value.indexOf(NUL) >= 0)) {
            throw ProblemException.notFound(name);
          }
        });
    address
        .getQueryParameters()
        .forEach((name, values) -> {
          if (values.stream().anyMatch(value -> value.indexOf(NUL) >= 0)) {
            throw ProblemException.invalid(name, "must not hold a NUL character");
          }
        });
  }

  private static Optional<Secret> bearer(@Nullable String header) {
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(Secret.of(header.substring(BEARER.length()).strip()))
        : Optional.empty();
  }

  /// Another organization is not there, rather than forbidden: ids must not be found by asking.
  private void enter(Principal principal, @Nullable String name) {
    if (name == null) {
      return;
    }
    OrgId org =
        switch (principal) {
          case Principal.Staff staff -> byIdOrName(name);
          case Principal.Member member -> {
            if (!isOwn(member, name)) {
              throw ProblemException.notFound("organization");
            }
            yield member.org();
          }
        };
    caller.in(org);
    LogFields.org(org);
  }

  private OrgId byIdOrName(String name) {
    return parsed(name)
        .flatMap(organizations::find)
        .or(() -> organizations.named(name))
        .orElseThrow(() -> ProblemException.notFound("organization"))
        .id();
  }

  private boolean isOwn(Principal.Member member, String name) {
    return name.equals(member.org().toString())
        || organizations.find(member.org()).filter(own -> own.name().equals(name)).isPresent();
  }

  private static Optional<OrgId> parsed(String text) {
    try {
      return Optional.of(OrgId.parse(text));
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }

  private static @Nullable Needs needed(ResourceInfo resource) {
    Method method = resource.getResourceMethod();
    Needs needs = method.getAnnotation(Needs.class);
    return needs != null ? needs : resource.getResourceClass().getAnnotation(Needs.class);
  }

  private static void checkScope(Principal principal, @Nullable Needs needs, String method) {
    Scope usual = LOOKING.contains(method) ? Scope.READ : Scope.WRITE;
    Scope scope = needs == null ? usual : needs.value();
    if (!principal.scopes().contains(scope)) {
      throw ProblemException.forbidden(
          "The token lacks the scope %s. Use one that has it.".formatted(scope.text()));
    }
    if (needs != null && needs.staff() && principal instanceof Principal.Member) {
      throw ProblemException.forbidden("This is for the vendor's staff.");
    }
  }

  /// A body without a type counts as one of the wrong type.
  private static void checkBody(ContainerRequestContext request, Method method) {
    if (takesBody(method) && !isJson(request.getHeaderString(HttpHeaders.CONTENT_TYPE))) {
      throw ProblemException.of(
          415,
          "Unsupported media type",
          "The body must be application/json; send Content-Type: application/json.");
    }
  }

  private static boolean isJson(@Nullable String type) {
    try {
      return type != null && MediaType.valueOf(type).isCompatible(MediaType.APPLICATION_JSON_TYPE);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// The body is the one parameter that no annotation says the origin of.
  private static boolean takesBody(Method method) {
    return Stream.of(method.getParameterAnnotations())
        .anyMatch(annotations ->
            Stream.of(annotations)
                .noneMatch(
                    found -> found.annotationType().getPackageName().startsWith("jakarta.ws.rs")));
  }
}
