package io.bowline.runner.hosted.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A way to one address within this process, for an HTTP client that would look up a name each time
/// it connects: to the client it is a proxy, and wherever the client asks to be led, it is led to
/// that address. What passes is not looked into, so that TLS is between the client and the far end,
/// and proves the name that the client asked for. All connections together carry so many bytes, for
/// so long.
final class Tunnel implements AutoCloseable {
  private static final int LONGEST_HEAD = 8 * 1024;
  private static final int PIECE = 16 * 1024;
  private static final int MOST_CONNECTIONS = 16;
  private static final byte[] GO_ON = "HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII);
  private static final byte[] NO_WAY =
      "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII);

  private final ServerSocket front;
  private final InetSocketAddress peer;
  private final Dial dial;
  private final Limits limits;
  private final AtomicLong left;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicBoolean overrun = new AtomicBoolean();

  /// @param connect how long a connection may take to come about
  /// @param life how long all of it may last
  /// @param bytes that may come back
  record Limits(Duration connect, Duration life, long bytes) {}

  private Tunnel(ServerSocket front, InetSocketAddress peer, Dial dial, Limits limits) {
    this.front = front;
    this.peer = peer;
    this.dial = dial;
    this.limits = limits;
    left = new AtomicLong(limits.bytes());
  }

  /// A tunnel to that address.
  static Tunnel to(InetSocketAddress peer, Dial dial, Limits limits) throws IOException {
    var front = new ServerSocket(0, MOST_CONNECTIONS, InetAddress.getLoopbackAddress());
    var tunnel = new Tunnel(front, peer, dial, limits);
    Thread.ofVirtual().name("tunnel").start(tunnel::serve);
    Thread.ofVirtual().name("tunnel-end").start(tunnel::endInTime);
    return tunnel;
  }

  /// Where the client finds it.
  InetSocketAddress front() {
    return (InetSocketAddress) front.getLocalSocketAddress();
  }

  /// Whether more came back than may.
  boolean isOverrun() {
    return overrun.get();
  }

  private void serve() {
    try {
      while (true) {
        Socket client = front.accept();
        if (open.size() >= 2 * MOST_CONNECTIONS) {
          client.close();
          continue;
        }
        keep(client);
        Thread.ofVirtual().name("tunnel-way").start(() -> lead(client));
      }
    } catch (IOException e) {
      close(); // it is closed, or cannot go on
    }
  }

  private void lead(Socket client) {
    Socket far = null;
    try {
      readHead(client.getInputStream());
      far = connected(client);
      if (far == null) {
        return;
      }
      Socket there = far;
      client.getOutputStream().write(GO_ON);
      Thread up = Thread.ofVirtual().name("tunnel-up").start(() -> carry(client, there, false));
      carry(there, client, true);
      up.join();
    } catch (IOException e) {
      drop(client); // nobody can be told any more; the client sees its connection end
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      drop(client);
      if (far != null) {
        drop(far);
      }
    }
  }

  private @Nullable Socket connected(Socket client) throws IOException {
    try {
      Socket far = dial.to(peer, limits.connect());
      keep(far);
      return far;
    } catch (IOException e) {
      client.getOutputStream().write(NO_WAY);
      return null;
    }
  }

  /// Whatever the client asks for, it is led to the one address.
  private static void readHead(InputStream in) throws IOException {
    int matched = 0;
    for (int read = 0; read < LONGEST_HEAD && matched < 4; read++) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the client left");
      }
      boolean expected = next == (matched % 2 == 0 ? '\r' : '\n');
      matched = expected ? matched + 1 : next == '\r' ? 1 : 0;
    }
    if (matched < 4) {
      throw new IOException("the client's request is too long");
    }
  }

  private void carry(Socket from, Socket to, boolean counted) {
    byte[] piece = new byte[PIECE];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int length;
      while ((length = in.read(piece)) >= 0) {
        if (counted && left.addAndGet(-length) < 0) {
          overrun.set(true);
          close();
          return;
        }
        out.write(piece, 0, length);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      drop(from); // one side is gone, so the other goes as well
      drop(to);
    }
  }

  private void endInTime() {
    try {
      if (!closed.await(limits.life().toMillis(), TimeUnit.MILLISECONDS)) {
        close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep(Socket socket) {
    open.add(socket);
    if (closed.getCount() == 0) {
      drop(socket);
    }
  }

  private void drop(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      open.remove(socket); // a socket that does not close is none of ours any more
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      front.close();
    } catch (IOException e) {
      closed.countDown(); // the loop ends with the process at the latest
    }
    open.forEach(this::drop);
  }
}
