package io.bowline.bench.api;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import javax.net.ssl.SSLSocketFactory;

/// One connection of HTTP/1.1 over TLS that stays open: it does so little that what is measured is
/// the server.
final class Wire implements Closeable {
  private static final int BUFFER = 64 * 1024;
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private byte[] body = new byte[BUFFER];
  private int length;

  Wire(SSLSocketFactory sockets, int port) throws IOException {
    this.socket = sockets.createSocket("localhost", port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    this.out = socket.getOutputStream();
  }

  /// Sends a request and reads the whole answer.
  ///
  /// @return its status
  int ask(String request) throws IOException {
    out.write(request.getBytes(StandardCharsets.UTF_8));
    out.flush();
    String status = line();
    if (!status.startsWith("HTTP/1.1 ")) {
      throw new IOException("no answer of HTTP/1.1: " + status);
    }
    int announced = 0;
    boolean chunked = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        announced = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
      } else if (header.startsWith("transfer-encoding:")) {
        chunked = true;
      }
    }
    length = 0;
    if (chunked) {
      chunks();
    } else {
      take(announced);
    }
    return Integer.parseInt(status.substring(9, 12));
  }

  /// The body of the last answer.
  String body() {
    return new String(body, 0, length, StandardCharsets.UTF_8);
  }

  private void chunks() throws IOException {
    for (int size = size(); size > 0; size = size()) {
      take(size);
      line();
    }
    line();
  }

  private int size() throws IOException {
    return Integer.parseInt(line().strip(), 16);
  }

  private void take(int size) throws IOException {
    if (length + size > body.length) {
      body = Arrays.copyOf(body, Math.max(2 * body.length, length + size));
    }
    if (in.readNBytes(body, length, size) < size) {
      throw new IOException("the answer was cut short");
    }
    length += size;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.length() > LONGEST_LINE) {
        throw new IOException("the connection was closed in an answer's head");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
