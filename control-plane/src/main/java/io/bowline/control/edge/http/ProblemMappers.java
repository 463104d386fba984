package io.bowline.control.edge.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.bowline.control.edge.http.address.AllowedMethods;
import io.bowline.control.secret.KeyUnavailableException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Every failure of the API leaves as a problem document.
public final class ProblemMappers {
  /// What Jackson says of a name that an object has twice.
  private static final Pattern TWICE = Pattern.compile("Duplicate field '([A-Za-z0-9_.-]{1,100})'");

  /// How the framework ends a request that leads to no method of ours.
  private static final Set<Integer> UNROUTED = Set.of(404, 405);

  private static final int KEY_REST_SECONDS = 5;

  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  @ServerExceptionMapper
  Response problem(ProblemException e) {
    Response.ResponseBuilder answer = answer(e.problem());
    if (e.problem().status() == Response.Status.UNAUTHORIZED.getStatusCode()) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"bowline\"");
    }
    e.rest()
        .ifPresent(
            rest -> answer.header(HttpHeaders.RETRY_AFTER, rest.plusMillis(999).toSeconds()));
    return answer.build();
  }

  @ServerExceptionMapper
  Response framework(WebApplicationException e) {
    if (e.getCause() instanceof JsonProcessingException json) {
      return unreadable(json);
    }
    if (e.getCause() instanceof ProblemException known) {
      return problem(known);
    }
    int given = e.getResponse().getStatus();
    Set<String> others = UNROUTED.contains(given) ? AllowedMethods.inPlaceOfThis() : Set.of();
    if (others.isEmpty()) {
      return answer(plain(given)).build();
    }
    return answer(plain(405)).header(HttpHeaders.ALLOW, String.join(", ", others)).build();
  }

  private static Problem plain(int status) {
    Response.Status known = Response.Status.fromStatusCode(status);
    String title = known == null ? "Error" : known.getReasonPhrase();
    return new Problem("about:blank", title, status, detail(status), null);
  }

  private static String detail(int status) {
    return switch (status) {
      case 404 -> "There is nothing at this path.";
      case 405 -> "This path does not take this method.";
      case 406 -> "No such representation: ask for application/json.";
      case 415 -> "The body must be application/json; send Content-Type: application/json.";
      default -> "The request cannot be served.";
    };
  }

  @ServerExceptionMapper({
    JsonProcessingException.class,
    MismatchedInputException.class,
    InvalidDefinitionException.class,
    StreamConstraintsException.class
  })
  Response unreadable(JsonProcessingException e) {
    return answer(problem(e).problem()).build();
  }

  /// What is wrong with a body that could not be read.
  public static ProblemException problem(JsonProcessingException e) {
    if (e instanceof StreamConstraintsException
        || e.getCause() instanceof StreamConstraintsException) {
      return ProblemException.of(
          413,
          "Content too large",
          "The body is larger or deeper than the API takes (1 MiB, 50 levels).");
    }
    Matcher twice = TWICE.matcher(String.valueOf(e.getOriginalMessage()));
    if (twice.lookingAt()) {
      return ProblemException.invalid(twice.group(1), "is given twice");
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return ProblemException.invalid(path(unknown), "is not known here; leave it out");
    }
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return ProblemException.invalid(path(mapping), "is missing or of the wrong kind");
    }
    return ProblemException.unreadable("The body is not JSON.");
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            step -> step.getFieldName() != null ? step.getFieldName() : "[" + step.getIndex() + "]")
        .collect(Collectors.joining("."));
  }

  /// What needs a secret waits for the service that has the key; what needs none goes on.
  @ServerExceptionMapper
  Response withoutKey(KeyUnavailableException e) {
    LOG.errorf("A request needed the master key. %s", e.getMessage());
    return answer(
            new Problem(
                "about:blank",
                "Key service unavailable",
                503,
                "The key that protects secrets cannot be used now. Nothing was changed; try again.",
                null))
        .header(HttpHeaders.RETRY_AFTER, KEY_REST_SECONDS)
        .build();
  }

  @ServerExceptionMapper
  Response unforeseen(RuntimeException e) {
    LOG.error("A request failed", e);
    return answer(
            new Problem(
                "about:blank",
                "Internal error",
                500,
                "The request failed on our side. Try again; the control plane's log says more.",
                null))
        .build();
  }

  private static Response.ResponseBuilder answer(Problem problem) {
    return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
  }
}
