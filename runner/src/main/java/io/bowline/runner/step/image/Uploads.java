package io.bowline.runner.step.image;

import io.bowline.runner.step.image.Manifest.Descriptor;
import io.bowline.runner.step.image.flow.Patience;
import io.bowline.runner.step.image.flow.RegistryException;
import io.bowline.runner.step.image.stream.Hash;
import io.bowline.runner.step.image.stream.Pulled;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sends blobs to the target: small ones whole, large ones piece by piece. After a cut, or a
/// restart of the runner, a large one goes on at the byte where the target says that it stands.
final class Uploads {
  private static final Duration LEAST = Duration.ofMinutes(5);
  private static final long SLOWEST_BYTES_PER_SECOND = 50_000;
  private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-(\\d{1,18})");

  /// So many digits of a digest tell a person which layer it is.
  private static final int FEW = 12;

  private static final Set<Integer> NO_PIECES = Set.of(400, 405, 411, 501);

  private final RegistryClient source;
  private final RegistryClient target;
  private final Patience patience;
  private final Checkpoints checkpoints;
  private final long piece;
  private final Set<Job> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicLong known = new AtomicLong();
  private final AtomicLong arrived = new AtomicLong();

  Uploads(
      RegistryClient source,
      RegistryClient target,
      Patience patience,
      Checkpoints checkpoints,
      long piece) {
    this.source = source;
    this.target = target;
    this.patience = patience;
    this.checkpoints = checkpoints;
    this.piece = piece;
  }

  /// A blob on its way.
  ///
  /// @param at how many of its bytes have left the source
  private record Job(Descriptor blob, String from, String to, AtomicLong at) {
    Job(Descriptor blob, String from, String to) {
      this(blob, from, to, new AtomicLong());
    }

    long left() {
      return blob.size() - at.get();
    }

    @Override
    public String toString() {
      return "layer %s of %s (%s of %s)"
          .formatted(
              blob.digest().hex().substring(0, FEW),
              to,
              TransferReport.Progress.megabytes(at.get()),
              TransferReport.Progress.megabytes(blob.size()));
    }
  }

  /// How far all blobs are together.
  ///
  /// @param longest the one with most before it
  record Sum(long sent, long known, Optional<String> longest) {}

  Sum sum() {
    long under = 0;
    Optional<Job> longest = Optional.empty();
    for (Job job : underWay) {
      under += job.at().get();
      if (longest.map(other -> other.left() < job.left()).orElse(true)) {
        longest = Optional.of(job);
      }
    }
    return new Sum(arrived.get() + under, known.get(), longest.map(Job::toString));
  }

  /// How far an upload is.
  ///
  /// @param hash of all bytes before the offset, when they went through this process
  private record Position(URI session, long offset, Optional<Hash> hash) {}

  /// What came of one try.
  private sealed interface Try {
    record Arrived() implements Try {}

    /// Worth another one, from there where that is known.
    record Cut(RegistryException why, Optional<Position> at) implements Try {}

    /// The target takes it whole or not at all.
    record NoPieces() implements Try {}
  }

  /// Sends a blob that was expected; on the way a cut is mended until patience ends.
  ///
  /// @param session an upload that the target has opened already
  void send(Descriptor blob, String from, String to, Optional<URI> session)
      throws IOException, InterruptedException {
    deliver(new Job(blob, from, to), session.map(open -> begun(open, blob)));
  }

  /// A blob that will be sent: it counts before it has found room.
  void expect(Descriptor blob) {
    known.addAndGet(blob.size());
  }

  private void deliver(Job job, Optional<Position> first) throws IOException, InterruptedException {
    underWay.add(job);
    try {
      brought(job, first);
      arrived.addAndGet(job.blob().size());
    } finally {
      underWay.remove(job);
    }
  }

  private void brought(Job job, Optional<Position> first) throws IOException, InterruptedException {
    boolean pieces = job.blob().size() > piece;
    Optional<Position> at = first;
    Patience.Tries tries = patience.begin();
    while (true) {
      Position start = at.isPresent() ? at.get() : begin(job);
      Try one = pieces ? inPieces(job, start) : whole(job, start.session());
      switch (one) {
        case Try.Arrived _ -> {
          checkpoints.forget(way(job));
          return;
        }
        case Try.NoPieces _ -> {
          pieces = false;
          at = Optional.empty();
        }
        case Try.Cut(RegistryException why, Optional<Position> further) -> {
          if (!tries.again(why)) {
            throw why;
          }
          if (isThere(job)) {
            checkpoints.forget(way(job));
            return;
          }
          at = further;
        }
      }
    }
  }

  /// Goes on with an upload that an earlier run of the runner left; false when there is none.
  boolean resume(Descriptor blob, String from, String to) throws IOException, InterruptedException {
    var job = new Job(blob, from, to);
    Optional<URI> left = blob.size() > piece ? checkpoints.find(way(job)) : Optional.empty();
    if (left.isEmpty()) {
      return false;
    }
    Optional<Position> at = whereIs(job, left.get());
    if (at.isEmpty()) {
      checkpoints.forget(way(job));
      return false;
    }
    expect(blob);
    deliver(job, at);
    return true;
  }

  private Try whole(Job job, URI session) throws IOException, InterruptedException {
    Descriptor blob = job.blob();
    var fresh = Optional.of(Hash.begin(blob.digest().algorithm()));
    try (var stream = new BlobStream(source, job.from(), blob, patience, 0, fresh, job.at()::set)) {
      Ask ask =
          Ask.of("PUT", commit(session, blob), Tokens.Scope.push(job.to()))
              .header("Content-Type", "application/octet-stream")
              .sending(body(stream, blob.size()))
              .once(timeFor(blob.size()));
      try {
        HttpResponse<Void> response = target.head(ask);
        return response.statusCode() == 201
            ? new Try.Arrived()
            : new Try.Cut(retryable(ask, response), Optional.empty());
      } catch (RegistryException e) {
        return new Try.Cut(stream.trouble().orElse(e), Optional.empty());
      }
    }
  }

  private Try inPieces(Job job, Position start) throws IOException, InterruptedException {
    Descriptor blob = job.blob();
    Position at = start;
    try (var stream =
        new BlobStream(
            source, job.from(), blob, patience, start.offset(), start.hash(), job.at()::set)) {
      while (at.offset() < blob.size()) {
        long length = Math.min(piece, blob.size() - at.offset());
        Ask ask =
            Ask.of("PATCH", at.session(), Tokens.Scope.push(job.to()))
                .header("Content-Type", "application/octet-stream")
                .header("Content-Range", at.offset() + "-" + (at.offset() + length - 1))
                .sending(body(stream, length))
                .once(timeFor(length));
        try {
          HttpResponse<Void> response = target.head(ask);
          if (response.statusCode() != 202 && response.statusCode() != 201) {
            return refused(job, at, ask, response);
          }
          at = new Position(location(ask, response), at.offset() + length, stream.snapshot());
          checkpoints.keep(way(job), at.session());
        } catch (RegistryException e) {
          return cut(job, at, stream.trouble().orElse(e));
        }
      }
    }
    return close(job, at);
  }

  /// A piece is refused: the target may stand elsewhere, or take no pieces at all.
  private Try refused(Job job, Position at, Ask ask, HttpResponse<?> response)
      throws IOException, InterruptedException {
    int status = response.statusCode();
    if (at.offset() == 0 && NO_PIECES.contains(status)) {
      return new Try.NoPieces();
    }
    if (status == 416) {
      Optional<Position> there =
          received(response)
              .filter(offset -> offset <= job.blob().size())
              .map(
                  offset -> known(at.session(), response.headers().firstValue("Location"), offset));
      return new Try.Cut(
          RegistryException.passing(target.name() + " stands at another byte of the upload"),
          there);
    }
    return new Try.Cut(retryable(ask, response), Optional.empty());
  }

  private Try cut(Job job, Position at, RegistryException why)
      throws IOException, InterruptedException {
    if (why.lasts()) {
      return new Try.Cut(why, Optional.empty());
    }
    Optional<Position> there = whereIs(job, at.session());
    return new Try.Cut(
        why,
        there.map(now ->
            new Position(
                now.session(),
                now.offset(),
                now.offset() == at.offset() ? at.hash() : Optional.empty())));
  }

  private Try close(Job job, Position at) throws IOException, InterruptedException {
    Ask ask =
        Ask.of("PUT", commit(at.session(), job.blob()), Tokens.Scope.push(job.to()))
            .once(timeFor(job.blob().size()));
    try {
      HttpResponse<Void> response = target.head(ask);
      return response.statusCode() == 201
          ? new Try.Arrived()
          : new Try.Cut(retryable(ask, response), Optional.empty());
    } catch (RegistryException e) {
      return new Try.Cut(e, Optional.empty());
    }
  }

  /// Asks the target how far an upload is; nothing when it knows it no more.
  private Optional<Position> whereIs(Job job, URI session)
      throws IOException, InterruptedException {
    Ask ask = Ask.of("GET", session, Tokens.Scope.push(job.to()));
    HttpResponse<Void> response;
    try {
      response = target.head(ask);
    } catch (RegistryException e) {
      // it cannot say: the upload is begun anew, which meets the same trouble if it lasts
      return Optional.empty();
    }
    if (response.statusCode() != 204) {
      return Optional.empty();
    }
    return received(response)
        .filter(offset -> offset <= job.blob().size())
        .map(offset -> known(session, response.headers().firstValue("Location"), offset));
  }

  /// After a cut nobody knows which bytes are in: the target checks the digest of the whole.
  private Position known(URI before, Optional<String> location, long offset) {
    if (location.isEmpty()) {
      return new Position(before, offset, Optional.empty());
    }
    try {
      return new Position(target.resolve(location.get()), offset, Optional.empty());
    } catch (RegistryException e) {
      // an unsafe address is not followed: the known one is asked again
      return new Position(before, offset, Optional.empty());
    }
  }

  /// `0-0` is how most registries say that nothing has arrived yet.
  private static Optional<Long> received(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Range")
        .map(RANGE::matcher)
        .filter(Matcher::matches)
        .map(range -> Long.parseLong(range.group(1)))
        .map(last -> last == 0 ? 0 : last + 1);
  }

  private Position begin(Job job) throws IOException, InterruptedException {
    Ask ask = Ask.of("POST", target.uri(job.to() + "/blobs/uploads/"), Tokens.Scope.push(job.to()));
    HttpResponse<Void> response = target.head(ask);
    if (response.statusCode() != 202) {
      throw target.unexpected(ask, response);
    }
    return begun(location(ask, response), job.blob());
  }

  private static Position begun(URI session, Descriptor blob) {
    return new Position(session, 0, Optional.of(Hash.begin(blob.digest().algorithm())));
  }

  /// Whether the blob is in the repository.
  boolean isThere(Descriptor blob, String repository) throws IOException, InterruptedException {
    return isThere(new Job(blob, repository, repository));
  }

  private boolean isThere(Job job) throws IOException, InterruptedException {
    Ask ask =
        Ask.of(
            "HEAD",
            target.uri(job.to() + "/blobs/" + job.blob().digest()),
            Tokens.Scope.push(job.to()));
    HttpResponse<Void> response = target.head(ask);
    return switch (response.statusCode()) {
      case 200 -> true;
      case 404 -> false;
      default -> throw target.unexpected(ask, response);
    };
  }

  URI location(Ask ask, HttpResponse<?> response) throws RegistryException {
    return target.resolve(
        response
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> target.unexpected(ask, response)));
  }

  private Checkpoints.Way way(Job job) {
    return new Checkpoints.Way(target.name(), job.to(), job.blob().digest());
  }

  private static URI commit(URI session, Descriptor blob) {
    String more = session.getQuery() == null ? "?" : "&";
    return URI.create(session + more + "digest=" + blob.digest());
  }

  /// A token may end while a blob is on its way, and a session may be gone: both are new on the
  /// next try.
  private RegistryException retryable(Ask ask, HttpResponse<?> response) {
    RegistryException why = target.unexpected(ask, response);
    return response.statusCode() == 401 || response.statusCode() == 404
        ? RegistryException.passing(why.reason())
        : why;
  }

  private static BodyPublisher body(BlobStream stream, long length) {
    return length == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(new Pulled(stream, length), length);
  }

  private static Duration timeFor(long bytes) {
    return LEAST.plusSeconds(bytes / SLOWEST_BYTES_PER_SECOND);
  }
}
