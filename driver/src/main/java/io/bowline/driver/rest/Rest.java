package io.bowline.driver.rest;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.bowline.driver.rest.Reply.Answer;
import io.bowline.driver.rest.Reply.Silence;
import io.bowline.driver.rest.Reply.Why;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Asks clouds, for the drivers that speak to one without its client. An answer is somebody else's:
/// nothing is followed that leads elsewhere, and only JSON of a bounded size and depth is read. The
/// time for a body is bounded by whoever waits, see `Errands`.
public final class Rest {
  private static final int LARGEST = 4 * 1024 * 1024;
  private static final int DEEPEST = 64;
  private static final Pattern JSON_TYPE =
      Pattern.compile("application/json(\\s*;.*)?", Pattern.CASE_INSENSITIVE);
  static final JsonNode NOTHING = MissingNode.getInstance();
  private static final Set<String> LOOKING = Set.of("GET", "HEAD");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final HttpClient client;
  private final Duration limit;

  static {
    JSON.getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
  }

  /// @param limit for the answer to begin
  public Rest(Duration limit) {
    this(limit, Version.HTTP_2);
  }

  /// @param newest of HTTP; a signature that has the `Host` header in it wants 1.1, where there is
  ///   one
  public Rest(Duration limit, Version newest) {
    this.limit = limit;
    this.client =
        HttpClient.newBuilder().followRedirects(Redirect.NEVER).connectTimeout(limit).build();
  }

  /// Asks, and once more when the fault may have passed: nothing that drivers ask changes anything.
  public Reply ask(Ask ask) throws InterruptedException {
    Reply reply = once(ask);
    return reply instanceof Silence(Why why) && mayPass(why) ? once(ask) : reply;
  }

  private static boolean mayPass(Why why) {
    return switch (why) {
      case UNREACHABLE, BROKEN -> true;
      case LATE, BUSY, NOT_UNDERSTOOD -> false;
    };
  }

  private Reply once(Ask ask) throws InterruptedException {
    try {
      HttpResponse<InputStream> response = client.send(request(ask), BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        return read(response, body);
      }
    } catch (HttpTimeoutException e) {
      return new Silence(Why.LATE);
    } catch (InterruptedIOException e) {
      throw new InterruptedException();
    } catch (IOException e) {
      return new Silence(Why.UNREACHABLE);
    }
  }

  private HttpRequest request(Ask ask) {
    var request =
        HttpRequest.newBuilder(ask.address())
            .timeout(limit)
            .header("Accept", "application/json")
            .method(
                ask.method(),
                ask.body().isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(ask.body()));
    ask.headers().forEach(request::setHeader);
    return request.build();
  }

  /// Asks for something that need not be JSON, or has something done; once, since only whoever asks
  /// knows what a repeat would do. A looking question is asked once more when the fault may have
  /// passed.
  public Parcel carry(Ask ask) throws InterruptedException {
    Parcel parcel = carryOnce(ask);
    return parcel instanceof Parcel.Lost(Why why) && mayPass(why) && LOOKING.contains(ask.method())
        ? carryOnce(ask)
        : parcel;
  }

  private Parcel carryOnce(Ask ask) throws InterruptedException {
    try {
      HttpResponse<InputStream> response = client.send(request(ask), BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        return parcel(response, body);
      }
    } catch (HttpTimeoutException e) {
      return new Parcel.Lost(Why.LATE);
    } catch (InterruptedIOException e) {
      throw new InterruptedException();
    } catch (IOException e) {
      return new Parcel.Lost(Why.UNREACHABLE);
    }
  }

  private static Parcel parcel(HttpResponse<?> response, InputStream in) throws IOException {
    int status = response.statusCode();
    if (status == 429) {
      return new Parcel.Lost(Why.BUSY);
    }
    if (status >= 500) {
      return new Parcel.Lost(Why.BROKEN);
    }
    byte[] bytes = in.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      return new Parcel.Lost(Why.NOT_UNDERSTOOD);
    }
    var headers = new HashMap<String, String>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    return new Parcel.Got(status, headers, new String(bytes, StandardCharsets.UTF_8));
  }

  /// Bytes of somebody else's as JSON, of a bounded depth.
  static Optional<JsonNode> json(byte[] bytes) {
    try {
      return Optional.of(JSON.readTree(bytes)).filter(read -> !read.isMissingNode());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Reply read(HttpResponse<?> response, InputStream in) throws IOException {
    int status = response.statusCode();
    if (status == 429) {
      return new Silence(Why.BUSY);
    }
    if (status >= 500) {
      return new Silence(Why.BROKEN);
    }
    boolean json =
        response
            .headers()
            .firstValue("Content-Type")
            .filter(type -> JSON_TYPE.matcher(type).matches())
            .isPresent();
    if (!json || (status / 100 != 2 && status / 100 != 4)) {
      return new Silence(Why.NOT_UNDERSTOOD);
    }
    byte[] bytes = in.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      return new Silence(Why.NOT_UNDERSTOOD);
    }
    return json(bytes)
        .<Reply>map(body -> new Answer(status, body))
        .orElseGet(() -> new Silence(Why.NOT_UNDERSTOOD));
  }
}
