package io.bowline.control.edge.http.address;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;

/// What may be asked of the path of the present request. The framework says it to `OPTIONS` alone,
/// with methods of other paths among them, and calls some paths missing that take another method.
public final class AllowedMethods {
  /// What the path takes in the order of the alphabet; nothing where the method is fine, or where
  /// there is no such path.
  public static Set<String> inPlaceOfThis() {
    ResteasyReactiveRequestContext request =
        Objects.requireNonNull(CurrentRequestManager.get(), "no request is under way");
    Set<String> methods = at(request);
    return methods.contains(request.getMethod()) ? Set.of() : methods;
  }

  /// Has `OPTIONS` answered with what the path takes, and nothing else.
  @ServerResponseFilter
  public void tell(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getMethod().equals(HttpMethod.OPTIONS) && response.getStatus() == 200) {
      Set<String> methods = at(CurrentRequestManager.get());
      response.getHeaders().putSingle(HttpHeaders.ALLOW, String.join(", ", methods));
    }
  }

  /// A path that is also an example of another one, as `members/leave` is of `members/{member}`,
  /// takes what is said of itself.
  private static Set<String> at(ResteasyReactiveRequestContext request) {
    var classes = new RequestMapper<>(request.getDeployment().getClassMappers());
    var byVariables = new TreeMap<Long, Set<String>>();
    RequestMatch<InitialMatch> match = classes.map(request.getPathWithoutPrefix());
    while (match != null) {
      String rest = match.remaining.isEmpty() ? "/" : match.remaining;
      long outer = variables(match);
      Stream.of(match.value.handlers)
          .filter(ClassRoutingHandler.class::isInstance)
          .flatMap(handler -> ((ClassRoutingHandler) handler).getMappers().entrySet().stream())
          .filter(each -> each.getKey() != null)
          .forEach(each -> {
            RequestMatch<?> found = each.getValue().map(rest);
            if (found != null) {
              byVariables
                  .computeIfAbsent(outer + variables(found), _ -> new TreeSet<>())
                  .add(each.getKey());
            }
          });
      match = classes.continueMatching(request.getPathWithoutPrefix(), match);
    }
    return byVariables.isEmpty() ? Set.of() : withImplied(byVariables.firstEntry().getValue());
  }

  private static long variables(RequestMatch<?> match) {
    return Stream.of(match.pathParamValues).filter(Objects::nonNull).count();
  }

  private static Set<String> withImplied(Set<String> declared) {
    var methods = new TreeSet<>(declared);
    if (methods.contains(HttpMethod.GET)) {
      methods.add(HttpMethod.HEAD);
    }
    methods.add(HttpMethod.OPTIONS);
    return methods;
  }
}
