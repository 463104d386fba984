package io.bowline.driver;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// The server of a cloud that is not one.
public abstract class FakeServer implements FakeCloud {
  private static final String ASTRAY = "/somewhere/else";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Heard> asked = new ArrayList<>();
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicLong given = new AtomicLong();
  private volatile Mood atSignIn = Mood.FAIR;
  private volatile Mood after = Mood.FAIR;
  private volatile Set<String> forbidden = Set.of();
  private volatile boolean ledAstray;

  protected FakeServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
  }

  private volatile Function<Heard, Optional<Said>> beside = _ -> Optional.empty();

  /// A request as it came.
  public record Heard(String method, URI address, Headers headers, String text) {
    public String path() {
      return address.getRawPath();
    }

    public String header(String name) {
      return String.valueOf(headers.getFirst(name));
    }

    /// The fields of a form.
    public Map<String, String> form() {
      return pairs(text);
    }
  }

  /// An answer.
  ///
  /// @param headers beside the type
  public record Said(int status, String type, String body, Map<String, String> headers) {
    public Said(int status, String type, String body) {
      this(status, type, body, Map.of());
    }

    /// The same with another header.
    public Said with(String name, String value) {
      var more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Said(status, type, body, more);
    }

    public static Said json(int status, String body) {
      return new Said(status, "application/json; charset=UTF-8", body);
    }
  }

  /// Answers as the cloud does.
  protected abstract Said answer(Heard heard);

  /// From now on this answers what it knows of, before all else.
  public final void beside(Function<Heard, Optional<Said>> room) {
    beside = room;
  }

  /// Whether this is asked to sign in.
  protected abstract boolean signsIn(Heard heard);

  /// The cloud's own error.
  protected abstract Said broken();

  /// The cloud's word to whoever asks too often.
  protected abstract Said busy();

  /// The cloud's word to whoever has another time.
  protected abstract Said atAnotherTime();

  /// Where it is; it answers from the first time that somebody wants to know.
  public final URI address() {
    if (running.compareAndSet(false, true)) {
      server.createContext("/", this::handle);
      server.start();
    }
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// The same, for who is not a cloud.
  public final URI where() {
    return address();
  }

  /// The requests so far.
  public final List<Heard> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  protected final boolean allowed(String action) {
    return !forbidden.contains(action);
  }

  @Override
  public final void forbid(Set<String> actions) {
    forbidden = actions;
  }

  @Override
  public final void mood(Mood mood) {
    atSignIn = mood;
    after = mood;
  }

  @Override
  public final void moodAfterSignIn(Mood mood) {
    atSignIn = Mood.FAIR;
    after = mood;
  }

  @Override
  public final long given() {
    return given.get();
  }

  @Override
  public final boolean ledAstray() {
    return ledAstray;
  }

  @Override
  public final void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var heard =
          new Heard(
              exchange.getRequestMethod(),
              exchange.getRequestURI(),
              exchange.getRequestHeaders(),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      synchronized (asked) {
        asked.add(heard);
      }
      if (heard.path().equals(ASTRAY)) {
        ledAstray = true;
      }
      answer(exchange, heard, signsIn(heard) ? atSignIn : after);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, Heard heard, Mood mood)
      throws IOException, InterruptedException {
    switch (mood) {
      case FAIR -> send(exchange, beside.apply(heard).orElseGet(() -> answer(heard)));
      case SILENT -> closed.await();
      case DRIPPING -> pour(exchange, new byte[] {' '}, 20);
      case ENDLESS -> pour(exchange, filled(64 * 1024), 0);
      case GARBLED -> send(exchange, Said.json(200, "<html>hello</html"));
      case LEADING_ASTRAY -> {
        exchange.getResponseHeaders().set("Location", address().resolve(ASTRAY).toString());
        send(exchange, Said.json(307, "{}"));
      }
      case BROKEN -> send(exchange, broken());
      case BUSY -> send(exchange, busy());
      case AT_ANOTHER_TIME -> send(exchange, atAnotherTime());
    }
  }

  private static byte[] filled(int size) {
    byte[] blanks = new byte[size];
    Arrays.fill(blanks, (byte) ' ');
    return blanks;
  }

  private void pour(HttpExchange exchange, byte[] piece, long pause)
      throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    OutputStream body = exchange.getResponseBody();
    while (!closed.await(pause, TimeUnit.MILLISECONDS)) {
      body.write(piece);
      body.flush();
      given.addAndGet(piece.length);
    }
  }

  private static void send(HttpExchange exchange, Said said) throws IOException {
    byte[] bytes = said.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", said.type());
    said.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(said.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /// Pairs as a form and a query have them.
  public static Map<String, String> pairs(String text) {
    var form = new LinkedHashMap<String, String>();
    for (String pair : text.split("&", -1)) {
      int at = pair.indexOf('=');
      if (at > 0) {
        form.put(
            pair.substring(0, at),
            URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
      }
    }
    return form;
  }
}
