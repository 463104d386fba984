package io.bowline.runner.step.image;

import io.bowline.model.artifact.Digest;
import io.bowline.runner.step.image.flow.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// A blob as it comes from the source: goes on by range where a connection was cut, and holds its
/// last bytes back until size and digest are right.
final class BlobStream extends InputStream {
  private final RegistryClient source;
  private final Ask ask;
  private final Manifest.Descriptor blob;
  private final Optional<MessageDigest> hash;
  private final LongConsumer position;
  private @Nullable InputStream in;
  private long offset;
  private final Patience.Tries tries;
  private Optional<RegistryException> trouble = Optional.empty();

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
      Optional<MessageDigest> before,
      LongConsumer position) {
    this.position = position;
    offset = start;
    hash = before.map(BlobStream::copy);
    this.source = source;
    this.blob = blob;
    tries = patience.begin();
    ask =
        Ask.of(
            "GET",
            source.uri(repository + "/blobs/" + blob.digest()),
            Tokens.Scope.pull(repository));
  }

  /// What went wrong at the source, when something did.
  Optional<RegistryException> trouble() {
    return trouble;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int start, int length) throws IOException {
    if (offset == blob.size()) {
      return -1;
    }
    try {
      int n = some(buffer, start, Math.toIntExact(Math.min(length, blob.size() - offset)));
      hash.ifPresent(running -> running.update(buffer, start, n));
      offset += n;
      position.accept(offset);
      if (offset == blob.size()) {
        check();
      }
      return n;
    } catch (RegistryException e) {
      trouble = Optional.of(e);
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the transfer was stopped");
    }
  }

  @Override
  public void close() throws IOException {
    if (in != null) {
      in.close();
      in = null;
    }
  }

  /// The hash of all that was read; only while nobody reads.
  Optional<MessageDigest> snapshot() {
    return hash.map(BlobStream::copy);
  }

  private static MessageDigest copy(MessageDigest running) {
    try {
      return (MessageDigest) running.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's own digests can be copied", e);
    }
  }

  private int some(byte[] buffer, int start, int length) throws IOException, InterruptedException {
    while (true) {
      try {
        InputStream open = in == null ? open() : in;
        in = open;
        int n = open.read(buffer, start, length);
        if (n > 0) {
          return n;
        }
        retry("ended early");
      } catch (RegistryException e) {
        throw e;
      } catch (IOException _) {
        retry("was cut");
      }
    }
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

  private InputStream open() throws IOException, InterruptedException {
    Ask wanted = offset == 0 ? ask : ask.header("Range", "bytes=" + offset + "-");
    HttpResponse<InputStream> response = source.open(wanted);
    int status = response.statusCode();
    if (status == 206 && offset > 0) {
      return response.body();
    }
    if (status != 200) {
      response.body().close();
      throw source.unexpected(wanted, response);
    }
    InputStream body = response.body();
    body.skipNBytes(offset);
    return body;
  }

  private void check() throws RegistryException {
    if (hash.isEmpty()) {
      return;
    }
    Digest got = Digest.finish(blob.digest().algorithm(), copy(hash.get()));
    if (!got.equals(blob.digest())) {
      throw RegistryException.lasting(
          "%s delivers other bytes for %s (their digest is %s): its storage is damaged or lies"
              .formatted(source.name(), blob.digest(), got));
    }
  }
}
