package io.bowline.bench.images;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// A registry as it is seen from elsewhere: every byte takes half the round trip on its way, as
/// many bytes as one likes are under way at once, and what the weather says goes wrong. It counts
/// the requests, which HTTP/1.1 shows without reading them: each time the client speaks after the
/// registry did.
public final class Way implements AutoCloseable {
  private static final int CHUNK = 64 << 10;
  private static final int DRAIN_MILLIS = 1000;
  private static final long DRAIN_BYTES = 64L << 20;
  private static final byte[] TOO_MUCH =
      String.join(
              "\r\n",
              "HTTP/1.1 429 Too Many Requests",
              "Retry-After: 2",
              "Content-Length: 0",
              "Connection: close",
              "",
              "")
          .getBytes(US_ASCII);

  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong overloadedSince = new AtomicLong();
  private final Random random = new Random(5);
  private final ServerSocket server;
  private final URI registry;
  private final Weather weather;

  private Way(ServerSocket server, URI registry, Weather weather) {
    this.server = server;
    this.registry = registry;
    this.weather = weather;
  }

  /// Opens a way; it ends at the registry.
  public static Way to(URI registry, Weather weather) throws IOException {
    var way = new Way(new ServerSocket(0, 256, loopback()), registry, weather);
    Thread _ = Thread.ofVirtual().start(way::accept);
    return way;
  }

  /// Where it begins.
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /// How many went this way.
  public long requests() {
    return requests.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        Socket far = new Socket(loopback(), registry.getPort());
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        open.add(near);
        open.add(far);
        var talk = new Talk(near, far);
        talk.carry(near, far, talk::asked);
        talk.carry(far, near, talk::answered);
      } catch (SocketException _) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException("the way to " + registry + " broke", e);
      }
    }
  }

  private boolean overloaded() {
    if (weather.overload().isZero() || requests.get() < weather.calm()) {
      return false;
    }
    overloadedSince.compareAndSet(0, System.nanoTime());
    return System.nanoTime() - overloadedSince.get() < weather.overload().toNanos();
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  /// Bytes, and when they arrive; none at the end.
  private record Parcel(Optional<byte[]> bytes, long at) {}

  /// One connection.
  private final class Talk {
    private final AtomicBoolean clientSpeaks = new AtomicBoolean();
    private final Socket near;
    private final Socket far;

    Talk(Socket near, Socket far) {
      this.near = near;
      this.far = far;
    }

    private void answered() {
      clientSpeaks.set(false);
    }

    /// The client says something: perhaps the beginning of a request.
    private void asked() throws IOException {
      if (clientSpeaks.getAndSet(true)) {
        return;
      }
      requests.incrementAndGet();
      if (overloaded()) {
        refuse();
      } else if (weather.cuts() > 0 && random.nextDouble() < weather.cuts()) {
        cut();
      }
    }

    /// A client that is still sending hears the answer only when what it sends is read.
    private void refuse() throws IOException {
      try (near;
          far) {
        near.getOutputStream().write(TOO_MUCH);
        near.shutdownOutput();
        near.setSoTimeout(DRAIN_MILLIS);
        long _ = near.getInputStream().skip(DRAIN_BYTES);
      }
      throw new SocketException("refused");
    }

    private void cut() throws IOException {
      near.setSoLinger(true, 0);
      near.close();
      far.close();
      throw new SocketException("cut");
    }

    private void carry(Socket from, Socket to, Seen seen) {
      var way = new LinkedBlockingQueue<Parcel>(1024);
      Thread _ = Thread.ofVirtual().start(() -> load(from, way, seen));
      Thread _ = Thread.ofVirtual().start(() -> unload(way, to));
    }

    private void load(Socket from, LinkedBlockingQueue<Parcel> way, Seen seen) {
      long oneWay = weather.roundTrip().toNanos() / 2;
      Consumer<Optional<byte[]>> send =
          bytes -> {
            try {
              way.put(new Parcel(bytes, System.nanoTime() + oneWay));
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            }
          };
      try {
        InputStream in = from.getInputStream();
        byte[] buffer = new byte[CHUNK];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          byte[] bytes = Arrays.copyOf(buffer, n);
          seen.some();
          send.accept(Optional.of(bytes));
        }
      } catch (IOException _) {
        // the other end sees it as the end
      }
      send.accept(Optional.empty());
    }

    private void unload(LinkedBlockingQueue<Parcel> way, Socket to) {
      try (to) {
        OutputStream out = to.getOutputStream();
        for (Parcel parcel = way.take(); parcel.bytes().isPresent(); parcel = way.take()) {
          long left = parcel.at() - System.nanoTime();
          if (left > 0) {
            LockSupport.parkNanos(left);
          }
          out.write(parcel.bytes().get());
        }
      } catch (IOException _) {
        // the connection is over on that side, too
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Hears of bytes before they go on.
  private interface Seen {
    void some() throws IOException;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Closeable one : open) {
      one.close();
    }
  }
}
