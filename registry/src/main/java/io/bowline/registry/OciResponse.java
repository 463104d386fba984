package io.bowline.registry;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.storage.Blob;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/// A response whose body is written by whoever serves it, and closed in any case.
public final class OciResponse implements Closeable {
  private static final int BUFFER = 32 * 1024;
  private final int status;
  private final Map<String, String> headers;
  private final long length;
  private final Body body;

  private OciResponse(int status, Map<String, String> headers, long length, Body body) {
    this.status = status;
    this.headers = headers;
    this.length = length;
    this.body = body;
  }

  /// Where a body's bytes come from.
  ///
  /// @param file that has them as well, from `offset` on
  private record Body(InputStream stream, Optional<Path> file, long offset, boolean leftOut) {
    static Body none() {
      return new Body(InputStream.nullInputStream(), Optional.empty(), 0, true);
    }

    static Body of(InputStream stream) {
      return new Body(stream, Optional.empty(), 0, false);
    }
  }

  static OciResponse empty(int status) {
    return stream(status, 0, InputStream.nullInputStream());
  }

  /// A server's refusal to do anything now.
  ///
  /// @param retryAfter when to come again
  public static OciResponse busy(int status, Optional<Duration> retryAfter) {
    OciResponse response = empty(status);
    retryAfter.ifPresent(wait -> response.with("Retry-After", "" + wait.toSeconds()));
    return response;
  }

  static OciResponse of(int status, String contentType, byte[] bytes) {
    return stream(status, bytes.length, new java.io.ByteArrayInputStream(bytes))
        .with("Content-Type", contentType);
  }

  /// @param length how many of the stream's bytes are the body
  static OciResponse stream(int status, long length, InputStream body) {
    return new OciResponse(status, new LinkedHashMap<>(), length, Body.of(body));
  }

  /// An answer without its body, of which only the length is told.
  static OciResponse head(int status, long length) {
    return new OciResponse(status, new LinkedHashMap<>(), length, Body.none());
  }

  /// A part of a blob.
  static OciResponse blob(int status, Blob blob, long from, long length) throws IOException {
    Body body = new Body(blob.open(from), blob.file(), from, false);
    return new OciResponse(status, new LinkedHashMap<>(), length, body);
  }

  /// The same, telling in the end how many bytes of the body were read; so the kernel cannot send
  /// it.
  OciResponse counted(LongConsumer ended) {
    InputStream counting = new Counting(body.stream(), ended);
    return new OciResponse(
        status,
        headers,
        length,
        new Body(counting, Optional.empty(), body.offset(), body.leftOut()));
  }

  OciResponse with(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /// The same under another digest, whatever its bytes are.
  public OciResponse claiming(Digest digest) {
    headers.replace("Docker-Content-Digest", digest.toString());
    return this;
  }

  /// The same without a body, as `HEAD` wants it: the length stays that of the body left out.
  OciResponse withoutBody() throws IOException {
    body.stream().close();
    return new OciResponse(status, headers, length, Body.none());
  }

  /// The status code.
  public int status() {
    return status;
  }

  /// All headers but `Content-Length`.
  public Map<String, String> headers() {
    return Map.copyOf(headers);
  }

  /// A header by the name it was given.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// The value of `Content-Length`.
  public long length() {
    return length;
  }

  /// Whether a body follows: not for `HEAD`, nor when it has no bytes.
  public boolean hasBody() {
    return length > 0 && !body.leftOut();
  }

  /// The body, of which `length` bytes are the answer.
  public InputStream body() {
    return body.stream();
  }

  /// The file that holds the body from `offset` on, where one of this machine does.
  public Optional<Path> file() {
    return body.file();
  }

  /// Where in its file the body begins.
  public long offset() {
    return body.offset();
  }

  /// Writes the body; nothing for `HEAD`.
  public void writeTo(OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long left = hasBody() ? length : 0;
    while (left > 0) {
      int read = body.stream().read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException("what is stored ended " + left + " bytes early");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  @Override
  public void close() throws IOException {
    body.stream().close();
  }

  @Override
  public String toString() {
    return status + " " + Arrays.toString(headers.keySet().toArray());
  }
}
