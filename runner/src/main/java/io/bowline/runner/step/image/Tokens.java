package io.bowline.runner.step.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.runner.step.image.flow.RegistryException;
import io.bowline.runner.step.image.login.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Keeps what one registry wants to see in `Authorization`, per scope: nothing, Basic, or a token
/// that is fetched once for all who need it and renewed before it ends.
final class Tokens {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_ANSWER = 256 << 10;
  private static final long USUAL_LIFE = 60;

  /// What a registry asks for in `WWW-Authenticate`; parameters come in any order.
  sealed interface Challenge {
    /// User and password, at the registry itself.
    record Basic() implements Challenge {}

    /// A token, from the endpoint named here.
    record Bearer(String realm, Optional<String> service) implements Challenge {}

    Pattern PARAMETER = Pattern.compile("([a-zA-Z_]+)\\s*=\\s*(?:\"([^\"]*)\"|([^\",\\s]+))");

    static Optional<Challenge> parse(String header) {
      String text = header.strip();
      String scheme = text.split("\\s", 2)[0].toLowerCase(Locale.ROOT);
      return switch (scheme) {
        case "basic" -> Optional.of(new Basic());
        case "bearer" -> {
          Map<String, String> parameters = new HashMap<>();
          Matcher matcher = PARAMETER.matcher(text.substring(scheme.length()));
          while (matcher.find()) {
            String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            parameters.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), value);
          }
          yield Optional.ofNullable(parameters.get("realm"))
              .map(realm -> new Bearer(realm, Optional.ofNullable(parameters.get("service"))));
        }
        default -> Optional.empty();
      };
    }
  }

  /// What a request needs to be allowed, such as `repository:acme/broker:pull`.
  record Scope(List<String> parts) {
    Scope {
      parts = List.copyOf(parts);
    }

    static Scope pull(String repository) {
      return new Scope(List.of("repository:" + repository + ":pull"));
    }

    static Scope push(String repository) {
      return new Scope(List.of("repository:" + repository + ":pull,push"));
    }

    static Scope delete(String repository) {
      return new Scope(List.of("repository:" + repository + ":pull,push,delete"));
    }

    /// The repositories that something may be pushed to.
    List<String> pushedTo() {
      return parts.stream()
          .filter(part -> part.startsWith("repository:") && part.endsWith(":pull,push"))
          .map(part -> part.substring("repository:".length(), part.lastIndexOf(':')))
          .toList();
    }

    Scope and(Scope other) {
      return new Scope(Stream.concat(parts.stream(), other.parts.stream()).toList());
    }
  }

  private record Token(String header, Instant renewAt) {}

  private final Map<Scope, Token> tokens = new ConcurrentHashMap<>();
  private final Map<Scope, ReentrantLock> fetching = new ConcurrentHashMap<>();
  private final RegistryAccess access;
  private final Clock clock;
  private final Duration within;
  private volatile Optional<Challenge> mode = Optional.empty();

  Tokens(RegistryAccess access, Clock clock, Duration within) {
    this.access = access;
    this.clock = clock;
    this.within = within;
  }

  /// What to send now; before the first challenge Basic, when there are credentials.
  Optional<String> header(Scope scope) throws IOException, InterruptedException {
    return switch (mode.orElseGet(Challenge.Basic::new)) {
      case Challenge.Basic _ -> shown().map(Credentials::basic);
      case Challenge.Bearer bearer -> Optional.of(token(bearer, scope).header());
    };
  }

  /// The registry refused what was sent: learns from it. False when another try is of no use.
  boolean refused(Scope scope, Optional<String> sent, Optional<String> challenge)
      throws IOException, InterruptedException {
    Optional<Challenge> wanted = challenge.flatMap(Challenge::parse);
    if (wanted.isEmpty()) {
      return false;
    }
    boolean news = !wanted.equals(mode);
    mode = wanted;
    return switch (wanted.get()) {
      case Challenge.Basic _ ->
          (news && !sent.equals(shown().map(Credentials::basic)))
              || (sent.isPresent()
                  && access.login().filter(login -> login.refused(sent.get())).isPresent());
      case Challenge.Bearer _ -> {
        tokens.computeIfPresent(
            scope, (_, token) -> Optional.of(token.header()).equals(sent) ? null : token);
        yield true;
      }
    };
  }

  /// Credentials that were shown to the registry itself were refused without a challenge: whether
  /// there are others to show by now, since these were at hand for a while.
  boolean isOver(String sent) {
    return mode.orElseGet(Challenge.Basic::new) instanceof Challenge.Basic
        && access.login().filter(login -> login.refused(sent)).isPresent();
  }

  private Token token(Challenge.Bearer bearer, Scope scope)
      throws IOException, InterruptedException {
    ReentrantLock lock = fetching.computeIfAbsent(scope, _ -> new ReentrantLock());
    lock.lockInterruptibly();
    try {
      Token held = tokens.get(scope);
      if (held == null || !clock.instant().isBefore(held.renewAt())) {
        held = fetch(bearer, scope, true);
        tokens.put(scope, held);
      }
      return held;
    } finally {
      lock.unlock();
    }
  }

  /// @param again whether other credentials are tried when these are refused
  private Token fetch(Challenge.Bearer bearer, Scope scope, boolean again)
      throws IOException, InterruptedException {
    URI endpoint = endpoint(bearer, scope);
    var request = HttpRequest.newBuilder(endpoint).timeout(within).GET();
    Optional<Credentials> shown = shown().filter(c -> maySee(c, endpoint));
    shown.ifPresent(c -> request.header("Authorization", c.basic()));
    HttpResponse<InputStream> response =
        access.clientFor(endpoint).send(request.build(), BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(MAX_ANSWER);
      boolean others =
          response.statusCode() == 401
              && again
              && shown.isPresent()
              && access.login().orElseThrow().refused(shown.get().basic());
      if (others) {
        return fetch(bearer, scope, false);
      }
      if (response.statusCode() != 200) {
        throw RegistryException.lasting(refused(endpoint, response.statusCode(), shown));
      }
      return parsed(JSON.readTree(bytes));
    }
  }

  private Optional<Credentials> shown() throws IOException, InterruptedException {
    return access.login().isPresent()
        ? Optional.of(access.login().get().credentials())
        : Optional.empty();
  }

  /// A registry names its token endpoint itself: the password goes there only when that is its own
  /// host, or the one that the customer has named.
  private boolean maySee(Credentials credentials, URI endpoint) {
    return access.isOwnHost(endpoint)
        || credentials
            .tokenHost()
            .filter(host -> host.equalsIgnoreCase(endpoint.getHost()))
            .isPresent();
  }

  private String refused(URI endpoint, int status, Optional<Credentials> shown) {
    String what = "the token endpoint of %s answered %d".formatted(access.authority(), status);
    if (shown.isEmpty() && access.login().isPresent()) {
      return what
          + "; it is on another host, "
          + endpoint.getHost()
          + ", which is not shown the password: if it may see it, set bowline.registry.token-host";
    }
    return what + ": check the registry's credentials";
  }

  private Token parsed(JsonNode answer) throws RegistryException {
    String token = answer.path("token").asText(answer.path("access_token").asText(""));
    if (token.isEmpty()) {
      throw RegistryException.lasting(
          "the token endpoint of " + access.authority() + " answered without a token");
    }
    long seconds = Math.max(1, answer.path("expires_in").asLong(USUAL_LIFE));
    return new Token("Bearer " + token, clock.instant().plusMillis(seconds * 800));
  }

  private URI endpoint(Challenge.Bearer bearer, Scope scope) throws RegistryException {
    var query = new StringBuilder();
    bearer.service().ifPresent(service -> query.append("service=").append(encoded(service)));
    for (String one : scope.parts()) {
      query.append(query.isEmpty() ? "" : "&").append("scope=").append(encoded(one));
    }
    try {
      URI realm = URI.create(bearer.realm());
      boolean safe =
          "https".equals(realm.getScheme())
              || ("http".equals(realm.getScheme()) && "http".equals(access.base().getScheme()));
      if (!safe || realm.getHost() == null) {
        throw RegistryException.lasting(
            access.authority() + " names a token endpoint that is not https: " + bearer.realm());
      }
      if (!access.mayPoint(realm)) {
        throw RegistryException.lasting(
            access.authority()
                + " names a token endpoint on this machine or its link: "
                + bearer.realm());
      }
      return URI.create(bearer.realm() + (realm.getQuery() == null ? "?" : "&") + query);
    } catch (IllegalArgumentException e) {
      throw RegistryException.lasting(
          access.authority() + " names a token endpoint that is no address: " + bearer.realm());
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
