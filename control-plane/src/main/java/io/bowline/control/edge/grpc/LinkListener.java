package io.bowline.control.edge.grpc;

import io.bowline.control.platform.PortHolder;
import io.bowline.proto.codec.LinkProtocol;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jboss.logging.Logger;

/// The open port: grpc-netty on epoll and BoringSSL where the machine has them, each call on a
/// virtual thread.
final class LinkListener implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(LinkListener.class);
  private static final int WINDOW = 64 * 1024;
  private static final int METADATA = 8 * 1024;
  private static final int CALLS_PER_CONNECTION = 4;
  private static final int RESETS = 100;

  private final EventLoopGroup loops;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Server server;

  /// Opens the port.
  ///
  /// @throws io.bowline.control.platform.StartupFailure naming port and holder when it cannot be
  ///   bound
  LinkListener(InetSocketAddress at, X509ExtendedKeyManager key, Peers peers, LinkService service) {
    boolean epoll = Epoll.isAvailable();
    loops = epoll ? new EpollEventLoopGroup(2) : new NioEventLoopGroup(2);
    Class<? extends ServerChannel> channel =
        epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    server =
        NettyServerBuilder.forAddress(at)
            .sslContext(tls(key))
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .channelType(channel)
            .executor(threads)
            .addTransportFilter(peers)
            .addService(ServerInterceptors.intercept(service, peers))
            .flowControlWindow(WINDOW)
            .maxInboundMessageSize(LinkProtocol.MAX_FRAME)
            .maxInboundMetadataSize(METADATA)
            .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
            .maxRstFramesPerWindow(RESETS, 30)
            .handshakeTimeout(10, TimeUnit.SECONDS)
            .permitKeepAliveTime(20, TimeUnit.SECONDS)
            .keepAliveTime(30, TimeUnit.SECONDS)
            .keepAliveTimeout(10, TimeUnit.SECONDS)
            .maxConnectionIdle(1, TimeUnit.MINUTES)
            .build();
    try {
      server.start();
    } catch (IOException e) {
      release();
      throw PortHolder.failure("runner link", at.getPort(), "bowline.link.port", e);
    }
    LOG.infof(
        "runner link on %s:%d (%s, %s)",
        at.getHostString(),
        server.getPort(),
        epoll ? "epoll" : "NIO",
        OpenSsl.isAvailable() ? OpenSsl.versionString() : "JDK TLS");
  }

  int port() {
    return server.getPort();
  }

  boolean open() {
    return !server.isShutdown();
  }

  private static SslContext tls(X509ExtendedKeyManager key) {
    try {
      return GrpcSslContexts.configure(
              SslContextBuilder.forServer(key),
              OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
          .clientAuth(ClientAuth.OPTIONAL)
          .trustManager(new AnyPeer())
          .protocols("TLSv1.3")
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException("TLS 1.3 cannot be set up", e);
    }
  }

  /// Waits for the streams to end by themselves, then ends them.
  void close(Duration grace) throws InterruptedException {
    server.shutdown();
    if (!server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
      server.shutdownNow();
      server.awaitTermination(2, TimeUnit.SECONDS);
    }
    release();
  }

  @Override
  public void close() {
    server.shutdownNow();
    release();
  }

  private void release() {
    // the last callbacks still need threads and loops, so both end on their own
    var _ = loops.shutdownGracefully(100, 2000, TimeUnit.MILLISECONDS);
  }
}
