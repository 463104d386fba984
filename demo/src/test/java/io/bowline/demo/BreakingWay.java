package io.bowline.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// A way to a server on which the first connections break off after so many bytes have come back.
final class BreakingWay implements AutoCloseable {
  private static final int PIECE = 16 << 10;

  private final ServerSocket door;
  private final int to;
  private final Queue<Integer> breaks;
  private final AtomicLong carried = new AtomicLong();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private BreakingWay(ServerSocket door, int to, List<Integer> breaks) {
    this.door = door;
    this.to = to;
    this.breaks = new ConcurrentLinkedQueue<>(breaks);
  }

  static BreakingWay to(int port, List<Integer> breaks) throws IOException {
    var door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var way = new BreakingWay(door, port, breaks);
    way.threads.execute(way::take);
    return way;
  }

  int port() {
    return door.getLocalPort();
  }

  int breaksLeft() {
    return breaks.size();
  }

  /// Bytes that came back.
  long carried() {
    return carried.get();
  }

  private void take() {
    try {
      while (true) {
        Socket client = door.accept();
        Integer most = breaks.poll();
        threads.execute(() -> carry(client, most == null ? Long.MAX_VALUE : most));
      }
    } catch (IOException closed) {
      threads.shutdown();
    }
  }

  private void carry(Socket client, long most) {
    try (client;
        var server = new Socket(InetAddress.getLoopbackAddress(), to)) {
      threads.execute(() -> copy(client, server, Long.MAX_VALUE, new AtomicLong()));
      copy(server, client, most, carried);
    } catch (IOException gone) {
      // so it is for both ends
    }
  }

  private static void copy(Socket from, Socket to, long most, AtomicLong count) {
    byte[] piece = new byte[PIECE];
    long left = most;
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      while (left > 0) {
        int read = in.read(piece, 0, (int) Math.min(PIECE, left));
        if (read < 0) {
          return;
        }
        out.write(piece, 0, read);
        count.addAndGet(read);
        left -= read;
      }
    } catch (IOException gone) {
      // so it is for both ends
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    threads.shutdownNow();
  }
}
