package io.bowline.runner.step.image;

import io.bowline.model.artifact.Digest;
import io.bowline.runner.step.image.flow.Gate;
import io.bowline.runner.step.image.flow.KeptBack;
import io.bowline.runner.step.image.flow.Patience;
import io.bowline.runner.step.image.flow.RegistryException;
import io.bowline.runner.step.image.flow.RegistryWords;
import io.bowline.runner.step.image.scan.Scan;
import io.bowline.runner.step.image.stream.Arrivals;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Speaks to one registry: no more at a time than it likes, with what it wants for a password, and
/// again when it asks for patience or the connection is cut.
final class RegistryClient {
  private static final Set<Integer> TOO_MUCH = Set.of(429, 503);
  private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int MAX_HOPS = 5;
  private static final int MAX_ERROR = 64 << 10;

  private final AtomicLong requests = new AtomicLong();
  private final RegistryAccess access;
  private final TransferTerms terms;
  private final Patience patience;
  private final Gate gate;
  private final Tokens tokens;
  private final Line line;

  RegistryClient(RegistryAccess access, TransferTerms terms, Patience patience, Clock clock) {
    this.access = access;
    this.terms = terms;
    this.patience = patience;
    gate = new Gate(terms.requests());
    tokens = new Tokens(access, clock, terms.answerWithin());
    line = new Line(access, terms.answerWithin());
  }

  String name() {
    return access.authority();
  }

  /// What the registry's scan of an image has found.
  Scan scan(String repository, Digest digest) throws IOException, InterruptedException {
    return access.login().isPresent()
        ? access.login().get().scan(repository, digest)
        : new Scan.Inconclusive("this kind of registry tells nothing of scans");
  }

  /// For which platforms it has the parts of its images; none when it is not known to lack any.
  Set<String> platforms() {
    return access.platforms();
  }

  /// For how long it wants to be left alone.
  Duration closedFor() {
    return gate.closedFor();
  }

  long requests() {
    return requests.get();
  }

  /// An address below `/v2/`.
  URI uri(String path) {
    return access.base().resolve("/v2/" + path);
  }

  /// Where an upload goes on; relative or absolute.
  URI resolve(String location) throws RegistryException {
    try {
      URI target = access.base().resolve(location);
      if (target.getHost() == null || isDowngrade(access.base(), target)) {
        throw RegistryException.lasting(name() + " sends elsewhere, to an unsafe address");
      }
      if (!access.mayPoint(target)) {
        throw RegistryException.lasting(
            name() + " sends to this machine or its link, " + target.getAuthority() + ": refused");
      }
      return target;
    } catch (IllegalArgumentException e) {
      throw RegistryException.lasting(name() + " answered with a Location that is no address");
    }
  }

  /// Sends, and reads the whole answer, again when it is cut; nothing of one that is too large.
  HttpResponse<Optional<byte[]>> read(Ask ask, int most) throws IOException, InterruptedException {
    return exchange(
        ask,
        head -> {
          boolean large = head.headers().firstValueAsLong("Content-Length").orElse(0) > most;
          return large
              ? BodySubscribers.replacing(Optional.empty())
              : BodySubscribers.mapping(
                  BodySubscribers.limiting(BodySubscribers.ofByteArray(), most), Optional::of);
        });
  }

  /// Sends, and reads as much of the answer as an error has to say.
  HttpResponse<Optional<byte[]>> told(Ask ask) throws IOException, InterruptedException {
    return read(ask, MAX_ERROR);
  }

  /// Sends, and reads nothing of the answer's body.
  HttpResponse<Void> head(Ask ask) throws IOException, InterruptedException {
    return exchange(ask, BodyHandlers.limiting(BodyHandlers.discarding(), MAX_ERROR));
  }

  /// Sends; the caller closes the body.
  HttpResponse<InputStream> open(Ask ask) throws IOException, InterruptedException {
    return exchange(ask, BodyHandlers.ofInputStream());
  }

  /// Sends; the caller takes the body as it arrives, and closes it.
  HttpResponse<Arrivals> arriving(Ask ask) throws IOException, InterruptedException {
    return exchange(
        ask,
        _ ->
            BodySubscribers.mapping(
                BodySubscribers.ofPublisher(), body -> new Arrivals(body, terms.answerWithin())));
  }

  /// Why a request that got this answer did not work, for people.
  RegistryException unexpected(Ask ask, HttpResponse<?> response) {
    return unexpected(ask, response, body(response));
  }

  /// @param body as far as it was read
  RegistryException unexpected(Ask ask, HttpResponse<?> response, Optional<byte[]> body) {
    int status = response.statusCode();
    String what =
        "%s answered %d to %s %s".formatted(name(), status, ask.method(), ask.uri().getPath());
    Optional<KeptBack> kept = body.flatMap(bytes -> KeptBack.in(status, bytes));
    if (kept.isPresent()) {
      String why = "%s: its rules keep the image back (%s)".formatted(what, kept.get().said());
      return RegistryException.keptBack(why, kept.get().passing());
    }
    if (isEndedAddress(response)) {
      return RegistryException.passing(
          "%s: %s, where it sends to, does not take the address that it gave (%d)"
              .formatted(what, response.uri().getHost(), status));
    }
    return switch (status) {
      case 401, 403 -> RegistryException.lasting(what + refused(body));
      case 404 -> RegistryException.lasting(what + ": it is not there");
      case 429, 503 -> RegistryException.busy(what + ": it has too much to do");
      case 301, 302, 303, 307, 308 ->
          RegistryException.lasting(what + ": it sends on more often than " + MAX_HOPS + " times");
      case 413 -> RegistryException.lasting(what + ": the registry takes nothing that large");
      default ->
          PASSING.contains(status)
              ? RegistryException.passing(what)
              : RegistryException.lasting(what);
    };
  }

  private static String refused(Optional<byte[]> body) {
    String check = "check that the registry's credentials may pull and push there";
    return body.map(RegistryWords::in)
        .filter(words -> !words.isEmpty())
        .map(words -> " and says \"%s\"; if that is no help, %s".formatted(words, check))
        .orElse(": " + check);
  }

  private static Optional<byte[]> body(HttpResponse<?> response) {
    return response.body() instanceof Optional<?> body && body.orElse(null) instanceof byte[] bytes
        ? Optional.of(bytes)
        : Optional.empty();
  }

  private <T> HttpResponse<T> exchange(Ask ask, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    Patience.Tries tries = patience.begin();
    Ask next = ask;
    while (true) {
      try {
        HttpResponse<T> response = authorized(next, handler);
        boolean passing = PASSING.contains(response.statusCode()) || isEndedAddress(response);
        boolean again = ask.repeatable() && passing;
        if (!again || !tries.again(unexpected(ask, response))) {
          return response;
        }
        discard(response.body());
      } catch (RegistryException e) {
        throw e;
      } catch (IOException e) {
        // whatever was wrong with a connection that many share is not so with one of its own
        next = ask.alone(true);
        var why =
            RegistryException.passing(
                "the connection to %s failed at %s %s: %s"
                    .formatted(name(), ask.method(), ask.uri().getPath(), said(e)));
        if (!ask.repeatable() || !tries.again(why)) {
          throw why;
        }
      }
    }
  }

  private <T> HttpResponse<T> authorized(Ask ask, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    if (access.login().isPresent()) {
      for (String repository : ask.scope().pushedTo()) {
        access.login().get().prepare(repository);
      }
    }
    Optional<String> sent = tokens.header(ask.scope());
    HttpResponse<T> response = followed(ask, sent, handler);
    for (int i = 0; i < 2 && isRefusedForNow(ask, sent, response); i++) {
      if (!ask.repeatable()) {
        throw RegistryException.passing(
            "%s takes its credentials no more at %s %s: others are shown to it next"
                .formatted(name(), ask.method(), ask.uri().getPath()));
      }
      discard(response.body());
      sent = tokens.header(ask.scope());
      response = followed(ask, sent, handler);
    }
    return response;
  }

  /// Whether other credentials may help: a registry asks for them by a challenge, or says that the
  /// rights are missing, as ECR does when a password is over.
  private boolean isRefusedForNow(Ask ask, Optional<String> sent, HttpResponse<?> response)
      throws IOException, InterruptedException {
    return switch (response.statusCode()) {
      case 401 ->
          tokens.refused(ask.scope(), sent, response.headers().firstValue("WWW-Authenticate"));
      case 403 -> sent.isPresent() && tokens.isOver(sent.get());
      default -> false;
    };
  }

  /// Follows redirects of reads, and leaves the password behind.
  private <T> HttpResponse<T> followed(Ask ask, Optional<String> sent, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    boolean own = ask.uri().getAuthority().equals(access.authority());
    HttpResponse<T> response = once(ask, own ? sent : Optional.empty(), handler);
    Ask next = ask;
    for (int hop = 0; hop < MAX_HOPS && isRedirect(next, response); hop++) {
      String location = response.headers().firstValue("Location").orElse("");
      discard(response.body());
      next = next.at(resolve(location));
      own = next.uri().getAuthority().equals(access.authority());
      response = once(next, own ? sent : Optional.empty(), handler);
    }
    return response;
  }

  private <T> HttpResponse<T> once(Ask ask, Optional<String> sent, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    Gate.Pass pass = gate.enter();
    try {
      requests.incrementAndGet();
      long began = System.nanoTime();
      HttpResponse<T> response = line.send(ask, sent, handler);
      if (TOO_MUCH.contains(response.statusCode())) {
        int inRow = gate.tooMuch(pass);
        gate.close(patience.before(inRow, response.headers().firstValue("Retry-After")));
      } else {
        gate.wentWell(pass);
        if (ask.body().contentLength() == 0) {
          gate.took(pass, System.nanoTime() - began);
        }
      }
      return response;
    } finally {
      gate.leave();
    }
  }

  /// Whether another host refused the signed address that a registry gave: they are good for a
  /// while only, and the registry gives another.
  private boolean isEndedAddress(HttpResponse<?> response) {
    return response.statusCode() == 403
        && !access.authority().equals(response.uri().getAuthority());
  }

  private static boolean isRedirect(Ask ask, HttpResponse<?> response) {
    return REDIRECTS.contains(response.statusCode())
        && (ask.method().equals("GET") || ask.method().equals("HEAD"));
  }

  private static boolean isDowngrade(URI from, URI to) {
    return !"https".equals(to.getScheme())
        && !("http".equals(to.getScheme()) && "http".equals(from.getScheme()));
  }

  /// Reads a small rest, so that the connection can be used again.
  private static void discard(Object body) throws IOException {
    if (body instanceof Arrivals arriving) {
      arriving.close();
    }
    if (body instanceof InputStream stream) {
      try (stream) {
        stream.skipNBytes(Math.min(MAX_ERROR, stream.available()));
      }
    }
  }

  private static String said(IOException e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
  }
}
