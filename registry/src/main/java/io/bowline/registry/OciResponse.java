package io.bowline.registry;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A response whose body is written by whoever serves it, and closed in any case.
public final class OciResponse implements Closeable {
  private static final int BUFFER = 128 * 1024;
  private final int status;
  private final Map<String, String> headers;
  private final long length;
  private final InputStream body;

  private OciResponse(int status, Map<String, String> headers, long length, InputStream body) {
    this.status = status;
    this.headers = headers;
    this.length = length;
    this.body = body;
  }

  static OciResponse empty(int status) {
    return new OciResponse(status, new LinkedHashMap<>(), 0, InputStream.nullInputStream());
  }

  static OciResponse of(int status, String contentType, byte[] bytes) {
    return stream(status, bytes.length, new java.io.ByteArrayInputStream(bytes))
        .with("Content-Type", contentType);
  }

  /// @param length how many of the stream's bytes are the body
  static OciResponse stream(int status, long length, InputStream body) {
    return new OciResponse(status, new LinkedHashMap<>(), length, body);
  }

  OciResponse with(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /// The same without a body, as `HEAD` wants it: the length stays that of the body left out.
  OciResponse withoutBody() throws IOException {
    body.close();
    return new OciResponse(status, headers, length, InputStream.nullInputStream());
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

  /// Writes the body; nothing for `HEAD`.
  public void writeTo(OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long left = length;
    int read = left == 0 ? -1 : body.read(buffer, 0, (int) Math.min(buffer.length, left));
    while (read > 0) {
      out.write(buffer, 0, read);
      left -= read;
      read = body.read(buffer, 0, (int) Math.min(buffer.length, left));
    }
  }

  @Override
  public void close() throws IOException {
    body.close();
  }

  @Override
  public String toString() {
    return status + " " + Arrays.toString(headers.keySet().toArray());
  }
}
