package io.bowline.runner.step.image;

import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// Brings blobs to the target: each is sent once, to the repository that asks first, and mounted
/// from there into the others.
final class Blobs {
  private static final Duration LEAST = Duration.ofMinutes(5);
  private static final long SLOWEST_BYTES_PER_SECOND = 50_000;

  /// A blob in a repository of the target.
  private record Place(String repository, Digest digest) {}

  private final Map<Place, Once<Boolean>> placed = new ConcurrentHashMap<>();
  private final Map<Digest, Once<String>> first = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final RegistryClient source;
  private final RegistryClient target;
  private final Patience patience;
  private final Semaphore onTheirWay;

  Blobs(RegistryClient source, RegistryClient target, Patience patience, int parallel) {
    this.source = source;
    this.target = target;
    this.patience = patience;
    onTheirWay = new Semaphore(parallel);
  }

  long bytes() {
    return bytes.get();
  }

  /// Sees to it that a blob is in a repository of the target.
  void ensure(Manifest.Descriptor blob, String from, String to)
      throws IOException, InterruptedException {
    var place = new Place(to, blob.digest());
    boolean _ = placed.computeIfAbsent(place, _ -> new Once<>()).get(() -> bring(blob, from, to));
  }

  private boolean bring(Manifest.Descriptor blob, String from, String to)
      throws IOException, InterruptedException {
    Once<String> holder = first.computeIfAbsent(blob.digest(), _ -> new Once<>());
    String held =
        holder.get(() -> {
          // Mounting from the repository itself asks whether the blob is there and opens an
          // upload when it is not: one request for what are two otherwise.
          mount(blob, from, to, to);
          return to;
        });
    if (!held.equals(to)) {
      mount(blob, from, to, held);
    }
    return true;
  }

  private boolean isThere(Manifest.Descriptor blob, String repository)
      throws IOException, InterruptedException {
    Ask ask =
        Ask.of(
            "HEAD",
            target.uri(repository + "/blobs/" + blob.digest()),
            Tokens.Scope.push(repository));
    HttpResponse<Void> response = target.head(ask);
    return switch (response.statusCode()) {
      case 200 -> true;
      case 404 -> false;
      default -> throw target.unexpected(ask, response);
    };
  }

  private void mount(Manifest.Descriptor blob, String from, String to, String held)
      throws IOException, InterruptedException {
    Ask ask =
        Ask.of(
            "POST",
            target.uri(to + "/blobs/uploads/?mount=" + blob.digest() + "&from=" + held),
            held.equals(to)
                ? Tokens.Scope.push(to)
                : Tokens.Scope.push(to).and(Tokens.Scope.pull(held)));
    HttpResponse<Void> response = target.head(ask);
    if (response.statusCode() == 201) {
      return;
    }
    Optional<URI> session = Optional.empty();
    if (response.statusCode() == 202) {
      session = Optional.of(location(ask, response));
    }
    send(blob, from, to, session);
  }

  /// Sends a blob, again from the start when that fails on the way.
  private void send(Manifest.Descriptor blob, String from, String to, Optional<URI> session)
      throws IOException, InterruptedException {
    onTheirWay.acquire();
    try {
      Optional<URI> upload = session;
      for (int failed = 0; ; failed++) {
        Optional<RegistryException> trouble =
            sendOnce(blob, from, to, upload.isPresent() ? upload.get() : begin(to));
        if (trouble.isEmpty()) {
          return;
        }
        if (trouble.get().lasts() || failed + 1 >= patience.tries()) {
          throw trouble.get();
        }
        patience.pause(failed, Optional.empty());
        upload = Optional.empty();
        if (isThere(blob, to)) {
          return;
        }
      }
    } finally {
      onTheirWay.release();
    }
  }

  private URI begin(String to) throws IOException, InterruptedException {
    Ask ask = Ask.of("POST", target.uri(to + "/blobs/uploads/"), Tokens.Scope.push(to));
    HttpResponse<Void> response = target.head(ask);
    if (response.statusCode() != 202) {
      throw target.unexpected(ask, response);
    }
    return location(ask, response);
  }

  private URI location(Ask ask, HttpResponse<?> response) throws RegistryException {
    return target.resolve(
        response
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> target.unexpected(ask, response)));
  }

  /// One upload in one piece; what went wrong, when something did.
  private Optional<RegistryException> sendOnce(
      Manifest.Descriptor blob, String from, String to, URI session)
      throws IOException, InterruptedException {
    URI commit =
        URI.create(session + (session.getQuery() == null ? "?" : "&") + "digest=" + blob.digest());
    try (var stream = new BlobStream(source, from, blob, patience)) {
      BodyPublisher body =
          blob.size() == 0
              ? BodyPublishers.noBody()
              : BodyPublishers.fromPublisher(
                  BodyPublishers.ofInputStream(() -> stream), blob.size());
      Ask ask =
          Ask.of("PUT", commit, Tokens.Scope.push(to))
              .header("Content-Type", "application/octet-stream")
              .sending(body)
              .once(timeFor(blob));
      try {
        HttpResponse<Void> response = target.head(ask);
        if (response.statusCode() != 201) {
          return Optional.of(retryable(ask, response));
        }
        bytes.addAndGet(blob.size());
        return Optional.empty();
      } catch (RegistryException e) {
        return Optional.of(stream.trouble().orElse(e));
      }
    }
  }

  /// A token may end while a blob is on its way, and a session may be gone: both are new on the
  /// next try.
  private RegistryException retryable(Ask ask, HttpResponse<?> response) {
    RegistryException why = target.unexpected(ask, response);
    return response.statusCode() == 401 || response.statusCode() == 404
        ? RegistryException.passing(why.reason())
        : why;
  }

  private static Duration timeFor(Manifest.Descriptor blob) {
    return LEAST.plusSeconds(blob.size() / SLOWEST_BYTES_PER_SECOND);
  }
}
