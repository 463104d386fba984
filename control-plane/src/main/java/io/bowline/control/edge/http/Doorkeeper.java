package io.bowline.control.edge.http;

import io.bowline.control.account.Bearers;
import io.bowline.control.edge.http.cookie.SessionCookie;
import io.bowline.control.edge.http.place.Named;
import io.bowline.control.edge.http.place.Whereabouts;
import io.bowline.control.org.Access;
import io.bowline.control.org.Entry;
import io.bowline.control.org.Organizations;
import io.bowline.control.org.Place;
import io.bowline.control.org.Principal;
import io.bowline.control.platform.LogFields;
import io.bowline.control.secret.Secret;
import io.bowline.control.staff.StaffAccesses;
import io.bowline.model.id.OrgId;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/// Stands before every resource of the API: reads the token, keeps callers to their organization
/// and scopes, and turns away bodies that are not JSON.
public final class Doorkeeper {
  private static final String[] JSON = {MediaType.APPLICATION_JSON};
  private static final String BEARER = "Bearer ";
  private static final char NUL = '\u0000';

  private final Bearers bearers;
  private final Organizations organizations;
  private final StaffAccesses accesses;
  private final Whereabouts whereabouts;
  private final Caller caller;

  Doorkeeper(
      Bearers bearers,
      Organizations organizations,
      StaffAccesses accesses,
      Whereabouts whereabouts,
      Caller caller) {
    this.accesses = accesses;
    this.whereabouts = whereabouts;
    this.bearers = bearers;
    this.organizations = organizations;
    this.caller = caller;
  }

  /// Lets a request pass, or ends it with a problem.
  @ServerRequestFilter
  public void admit(ContainerRequestContext request, ResourceInfo resource) {
    if (resource.getResourceMethod().isAnnotationPresent(Anyone.class)) {
      checkAddress(request.getUriInfo());
    } else {
      identify(request, resource);
    }
    checkBody(request, resource.getResourceMethod());
  }

  private void identify(ContainerRequestContext request, ResourceInfo resource) {
    Secret token =
        bearer(request.getHeaderString(HttpHeaders.AUTHORIZATION))
            .or(() -> cookie(request))
            .orElseThrow(() ->
                ProblemException.unauthorized(
                    "Sign in (bowline sign-in), or send a token: Authorization: Bearer bwl_..."));
    Principal principal =
        bearers
            .of(token)
            .orElseThrow(() ->
                ProblemException.unauthorized(
                    "The token or session is unknown, over or revoked. Sign in, or ask for"
                        + " another."));
    caller.is(principal, token);
    checkAddress(request.getUriInfo());
    Optional<OrgId> org =
        Optional.ofNullable(request.getUriInfo().getPathParameters().getFirst("org"))
            .map(name -> organization(principal, name));
    Named named = new Named(request.getUriInfo().getPathParameters());
    Supplier<Entry> entry =
        () -> org.map(entered -> accesses.entry(entered, principal)).orElse(Entry.NONE);
    switch (Access.decide(principal, verb(resource), place(principal, org, named), entry)) {
      case Access.Decision.Allowed _ -> org.ifPresent(this::enter);
      case Access.Decision.Hidden _ -> throw ProblemException.notFound("organization");
      case Access.Decision.Elsewhere _ -> throw ProblemException.notFound(named.kind());
      case Access.Decision.Refused(String why) -> throw ProblemException.forbidden(why);
    }
  }

  /// The database takes no NUL in a text, so nothing has one in its name. What a query says twice
  /// is not chosen from.
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
          if (values.size() > 1) {
            throw ProblemException.invalid(name, "is given more than once; send it once");
          }
        });
  }

  private static Optional<Secret> cookie(ContainerRequestContext request) {
    Optional<Secret> session = SessionCookie.of(request);
    if (session.isPresent() && !SessionCookie.mayBeUsed(request)) {
      throw ProblemException.forbidden(
          "A request with a cookie that changes something must come from a page of this host (its"
              + " header Origin says so). Send a token or session in Authorization instead.");
    }
    return session;
  }

  private static Optional<Secret> bearer(@Nullable String header) {
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(Secret.of(header.substring(BEARER.length()).strip()))
        : Optional.empty();
  }

  private void enter(OrgId org) {
    caller.in(org);
    LogFields.org(org);
  }

  /// Which install or fleet it is about is asked only for those to whom it makes a difference, and
  /// in their own organization.
  private Place place(Principal who, Optional<OrgId> org, Named named) {
    if (org.isEmpty()) {
      return new Place.Nowhere();
    }
    boolean everywhere =
        switch (who) {
          case Principal.Staff _ -> true;
          case Principal.Member member ->
              member.only().isEmpty() || !member.org().equals(org.get());
        };
    if (everywhere) {
      return new Place.Organization(org.get());
    }
    if (named.anInstall()) {
      return new Place.Install(org.get(), whereabouts.install(org.get(), named));
    }
    return named.aFleet()
        ? new Place.Fleet(org.get(), whereabouts.fleet(org.get(), named))
        : new Place.Organization(org.get());
  }

  /// The usual case, one's own by its id, asks the database nothing.
  private OrgId organization(Principal principal, String name) {
    return switch (principal) {
      case Principal.Member member when name.equals(member.org().toString()) -> member.org();
      case Principal.Member _, Principal.Staff _ -> byIdOrName(name);
    };
  }

  private OrgId byIdOrName(String name) {
    return parsed(name)
        .flatMap(organizations::find)
        .or(() -> organizations.named(name))
        .orElseThrow(() -> ProblemException.notFound("organization"))
        .id();
  }

  private static Optional<OrgId> parsed(String text) {
    try {
      return Optional.of(OrgId.parse(text));
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }

  /// What nobody has said a verb of is done by nobody.
  private static Access.Verb verb(ResourceInfo resource) {
    Method method = resource.getResourceMethod();
    Needs own = method.getAnnotation(Needs.class);
    Needs needs = own != null ? own : resource.getResourceClass().getAnnotation(Needs.class);
    if (needs == null) {
      throw new IllegalStateException(method + " declares no verb (@Needs)");
    }
    return new Access.Verb(needs.value(), whom(needs));
  }

  private static Access.Whom whom(Needs needs) {
    if (needs.staff()) {
      return Access.Whom.STAFF;
    }
    if (needs.person()) {
      return Access.Whom.PERSON;
    }
    if (needs.owner()) {
      return Access.Whom.OWNER;
    }
    if (needs.vendor()) {
      return Access.Whom.VENDOR;
    }
    return needs.lasting() ? Access.Whom.LASTING : Access.Whom.ANYBODY;
  }

  /// A body without a type counts as one of the wrong type.
  private static void checkBody(ContainerRequestContext request, Method method) {
    if (takesBody(method) && !isTaken(method, request.getHeaderString(HttpHeaders.CONTENT_TYPE))) {
      throw ProblemException.of(
          415,
          "Unsupported media type",
          "The body must be application/json; send Content-Type: application/json.");
    }
  }

  /// JSON, unless the method itself says what it takes.
  private static boolean isTaken(Method method, @Nullable String type) {
    Consumes own = method.getAnnotation(Consumes.class);
    try {
      return type != null
          && Stream.of(own == null ? JSON : own.value())
              .map(MediaType::valueOf)
              .anyMatch(MediaType.valueOf(type)::isCompatible);
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
