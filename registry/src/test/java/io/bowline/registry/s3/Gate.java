package io.bowline.registry.s3;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Stands before a store that looks at a condition first and writes later, and that has no object
/// for a moment while it is replaced. Requests of one key go through one after the other, and lists
/// when nothing is written: so conditions, reads and lists hold as those of AWS do. Also lets a
/// test do something right before each request.
final class Gate implements AutoCloseable {
  private final ServerSocket listening;
  private final int store;
  private final ConcurrentHashMap<String, Lock> keys = new ConcurrentHashMap<>();
  private final ReentrantReadWriteLock lists = new ReentrantReadWriteLock();
  private volatile Optional<Runnable> pause = Optional.empty();
  private volatile Optional<Throwable> failure = Optional.empty();
  private volatile Optional<Refusing> refusing = Optional.empty();

  /// Begins to stand before a store on this machine.
  Gate(BucketSettings store) throws IOException {
    this.store = store.endpoint().orElseThrow().getPort();
    this.listening = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("gate").start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /// From now on lets through one request after the other, whatever they are of, and does something
  /// right before each.
  void beforeEach(Runnable action) {
    pause = Optional.of(action);
  }

  /// An answer in place of the store's.
  record Answer(int status, String code) {}

  /// What is answered in place of the store.
  @FunctionalInterface
  interface Refusing {
    /// Nothing for what goes through.
    ///
    /// @param request its first line
    Optional<Answer> answer(String request);
  }

  /// From now on answers some requests itself.
  void refuse(Refusing some) {
    refusing = Optional.of(some);
  }

  /// From now on lets all through.
  void relent() {
    refusing = Optional.empty();
  }

  /// Fails if that failed.
  void settle() throws IOException {
    Optional<Throwable> failed = failure;
    if (failed.isPresent()) {
      throw new IOException(failed.get());
    }
  }

  private void pause() {
    try {
      pause.ifPresent(Runnable::run);
    } catch (RuntimeException | AssertionError e) {
      failure = Optional.of(e);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException closed) {
      return;
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), store)) {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      InputStream asks = new BufferedInputStream(client.getInputStream());
      InputStream answers = new BufferedInputStream(server.getInputStream());
      Optional<Head> head = Head.read(asks);
      while (head.isPresent()) {
        pass(head.get(), asks, server.getOutputStream(), answers, client.getOutputStream());
        head = Head.read(asks);
      }
    } catch (IOException gone) {
      return;
    }
  }

  private void pass(
      Head request, InputStream asks, OutputStream server, InputStream answers, OutputStream client)
      throws IOException {
    List<Lock> held = locks(request.line());
    held.forEach(Lock::lock);
    try {
      pause();
      if (request.has("expect: 100-continue")) {
        client.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      Optional<Answer> answer = refusing.flatMap(some -> some.answer(request.line()));
      if (answer.isPresent()) {
        request.body(asks, OutputStream.nullOutputStream());
        client.write(refusal(answer.get()));
        client.flush();
        return;
      }
      server.write(request.without("expect").bytes());
      request.body(asks, server);
      Head response = Head.read(answers).orElseThrow(EOFException::new);
      client.write(response.bytes());
      if (!request.line().startsWith("HEAD ") && !response.line().contains(" 204 ")) {
        response.body(answers, client);
      }
      client.flush();
    } finally {
      held.forEach(Lock::unlock);
    }
  }

  private static byte[] refusal(Answer answer) {
    String body = "<Error><Code>" + answer.code() + "</Code><Message>no</Message></Error>";
    return "HTTP/1.1 %d No\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(answer.status(), body.length(), body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private List<Lock> locks(String line) {
    if (pause.isPresent()) {
      return List.of(key(""));
    }
    String address = line.split(" ", -1)[1];
    if (address.contains("list-type=")) {
      return List.of(lists.writeLock());
    }
    int query = address.indexOf('?');
    if (query >= 0 && !address.contains("x-id=")) {
      return List.of();
    }
    Lock key = key(query < 0 ? address : address.substring(0, query));
    boolean writes = line.startsWith("PUT ") || line.startsWith("DELETE ");
    return writes ? List.of(lists.readLock(), key) : List.of(key);
  }

  private Lock key(String name) {
    return keys.computeIfAbsent(name, one -> new ReentrantLock());
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }

  /// A message's first line and headers.
  private record Head(String text) {
    static Optional<Head> read(InputStream in) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      int ends = 0;
      while (ends < 4) {
        int next;
        try {
          next = in.read();
        } catch (SocketException closed) {
          return Optional.empty();
        }
        if (next < 0) {
          return Optional.empty();
        }
        bytes.write(next);
        ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : next == '\r' ? 1 : 0;
      }
      return Optional.of(new Head(bytes.toString(StandardCharsets.ISO_8859_1)));
    }

    String line() {
      return text.substring(0, text.indexOf('\r'));
    }

    boolean has(String header) {
      return text.toLowerCase(Locale.ROOT).contains("\r\n" + header);
    }

    Head without(String header) {
      return new Head(text.replaceAll("(?i)\r\n" + header + ":[^\r]*", ""));
    }

    byte[] bytes() {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private Optional<String> value(String header) {
      int at = text.toLowerCase(Locale.ROOT).indexOf("\r\n" + header + ":");
      return at < 0
          ? Optional.empty()
          : Optional.of(
              text.substring(at + header.length() + 3, text.indexOf('\r', at + 2)).strip());
    }

    void body(InputStream from, OutputStream to) throws IOException {
      if (value("transfer-encoding").isPresent()) {
        chunks(from, to);
      } else {
        copy(from, to, Long.parseLong(value("content-length").orElse("0")));
      }
    }

    private static void chunks(InputStream from, OutputStream to) throws IOException {
      long size = 1;
      while (size > 0) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = from.read(); next != '\n'; next = from.read()) {
          if (next < 0) {
            throw new EOFException();
          }
          line.write(next);
        }
        line.write('\n');
        to.write(line.toByteArray());
        String text = line.toString(StandardCharsets.US_ASCII).strip();
        size = Long.parseLong(text.contains(";") ? text.substring(0, text.indexOf(';')) : text, 16);
        copy(from, to, size + 2);
      }
    }

    private static void copy(InputStream from, OutputStream to, long size) throws IOException {
      byte[] buffer = new byte[64 * 1024];
      long left = size;
      while (left > 0) {
        int read = from.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new EOFException();
        }
        to.write(buffer, 0, read);
        left -= read;
      }
    }
  }
}
