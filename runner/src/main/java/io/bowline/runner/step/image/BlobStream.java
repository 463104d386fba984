package io.bowline.runner.step.image;

import io.bowline.model.artifact.Digest;
import io.bowline.runner.step.image.flow.Patience;
import io.bowline.runner.step.image.flow.RegistryException;
import io.bowline.runner.step.image.stream.Arrivals;
import io.bowline.runner.step.image.stream.Hash;
import io.bowline.runner.step.image.stream.Pulled;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongConsumer;

/// A blob as it comes from the source: goes on by range where a connection was cut, and holds its
/// last bytes back until size and digest are right.
final class BlobStream implements Pulled.Bytes, AutoCloseable {
  private final RegistryClient source;
  private final Ask ask;
  private final Manifest.Descriptor blob;
  private final Optional<Hash> hash;
  private final LongConsumer position;
  private final Patience.Tries tries;
  private Optional<Arrivals> arriving = Optional.empty();
  private Optional<RegistryException> trouble = Optional.empty();
  private long offset;

  /// From a byte on.
  ///
  /// @param before hash of all bytes before that one; without it the digest cannot be checked here
  /// @param position hears how far it is
  BlobStream(
      RegistryClient source,
      String repository,
      Manifest.Descriptor blob,
      Patience patience,
      long start,
      Optional<Hash> before,
      LongConsumer position) {
    this.position = position;
    offset = start;
    hash = before.map(Hash::copy);
    this.source = source;
    this.blob = blob;
    tries = patience.begin();
    ask =
        Ask.of(
                "GET",
                source.uri(repository + "/blobs/" + blob.digest()),
                Tokens.Scope.pull(repository))
            .alone(blob.size() > Blobs.LARGE);
  }

  /// What went wrong at the source, when something did.
  Optional<RegistryException> trouble() {
    return trouble;
  }

  @Override
  public ByteBuffer next(long most) throws IOException, InterruptedException {
    try {
      ByteBuffer bytes = some(Math.min(most, blob.size() - offset));
      hash.ifPresent(running -> running.update(bytes));
      offset += bytes.remaining();
      position.accept(offset);
      if (offset == blob.size()) {
        check();
      }
      return bytes;
    } catch (RegistryException e) {
      trouble = Optional.of(e);
      throw e;
    }
  }

  @Override
  public void close() {
    arriving.ifPresent(Arrivals::close);
    arriving = Optional.empty();
  }

  /// The hash of all that was read; only while nobody reads.
  Optional<Hash> snapshot() {
    return hash.map(Hash::copy);
  }

  private ByteBuffer some(long most) throws IOException, InterruptedException {
    while (true) {
      try {
        Arrivals open = arriving.isPresent() ? arriving.get() : open();
        arriving = Optional.of(open);
        Optional<ByteBuffer> bytes = open.next();
        if (bytes.isPresent()) {
          return first(bytes.get(), most, open);
        }
        retry("ended early");
      } catch (RegistryException e) {
        throw e;
      } catch (IOException _) {
        retry("was cut");
      }
    }
  }

  private static ByteBuffer first(ByteBuffer bytes, long most, Arrivals open) {
    if (bytes.remaining() <= most) {
      return bytes;
    }
    int size = Math.toIntExact(most);
    open.back(bytes.slice(bytes.position() + size, bytes.remaining() - size));
    return bytes.slice(bytes.position(), size);
  }

  private void retry(String what) throws IOException, InterruptedException {
    close();
    var why =
        RegistryException.passing(
            "blob %s from %s %s %d times"
                .formatted(blob.digest(), source.name(), what, tries.failed() + 1));
    if (!tries.again(why)) {
      throw why;
    }
  }

  private Arrivals open() throws IOException, InterruptedException {
    Ask wanted = offset == 0 ? ask : ask.header("Range", "bytes=" + offset + "-");
    HttpResponse<Arrivals> response = source.arriving(wanted);
    int status = response.statusCode();
    if (status == 206 && offset > 0) {
      return response.body();
    }
    if (status != 200) {
      throw source.unexpected(wanted, response, Optional.of(response.body().words()));
    }
    Arrivals body = response.body();
    body.skip(offset);
    return body;
  }

  private void check() throws RegistryException {
    if (hash.isEmpty()) {
      return;
    }
    Digest got = hash.get().digest();
    if (!got.equals(blob.digest())) {
      throw RegistryException.lasting(
          "%s delivers other bytes for %s (their digest is %s): its storage is damaged or lies"
              .formatted(source.name(), blob.digest(), got));
    }
  }
}
