package io.bowline.runner.hosted.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.bowline.simulator.platform.SelfSigned;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/// Something at a cluster's address that means no good.
final class HostileServer implements AutoCloseable {
  final SelfSigned certificate = SelfSigned.loopback(Instant.now());
  final CountDownLatch over = new CountDownLatch(1);
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /// What it does with a caller.
  interface Manner {
    void treat(OutputStream out) throws IOException, InterruptedException;
  }

  /// @param tls false speaks in the clear
  HostileServer(boolean tls, boolean reads, Manner manner) throws IOException {
    SSLContext context = certificate.serverContext();
    InetAddress here = InetAddress.getLoopbackAddress();
    server =
        tls
            ? context.getServerSocketFactory().createServerSocket(0, 50, here)
            : new ServerSocket(0, 50, here);
    Thread.ofVirtual().start(() -> serve(reads, manner));
  }

  private void serve(boolean reads, Manner manner) {
    try {
      while (true) {
        Socket caller = server.accept();
        open.add(caller);
        Thread.ofVirtual().start(() -> treat(caller, reads, manner));
      }
    } catch (IOException e) {
      over.countDown();
    }
  }

  private void treat(Socket caller, boolean reads, Manner manner) {
    try (caller) {
      if (reads) {
        byte[] head = new byte[4096];
        if (caller.getInputStream().read(head) < 0) {
          return;
        }
      }
      manner.treat(caller.getOutputStream());
    } catch (IOException e) {
      open.remove(caller);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits a little, or until it is over.
  boolean pause(long millis) throws InterruptedException {
    return !over.await(millis, TimeUnit.MILLISECONDS);
  }

  static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(US_ASCII));
    out.flush();
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    over.countDown();
    server.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
