package io.bowline.runner.link;

import io.bowline.proto.codec.Addresses;
import io.bowline.proto.codec.LinkProtocol;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// Opens connections to the control plane; every one is new, so that it shows the certificate of
/// this moment.
final class Dialer implements AutoCloseable {
  private static final int WINDOW = 64 * 1024;

  // shorter than anybody waits for an answer, so that it is known why none came
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

  private final Duration connectWithin;
  private final EventLoopGroup loop = new NioEventLoopGroup(1, (ThreadFactory) Dialer::daemon);

  Dialer() {
    this(CONNECT_WITHIN);
  }

  Dialer(Duration connectWithin) {
    this.connectWithin = connectWithin;
  }

  /// A connection and how people call its other end.
  record Dialed(ManagedChannel channel, String address) implements AutoCloseable {
    @Override
    public void close() {
      channel.shutdownNow();
    }
  }

  /// Without a certificate of our own: only to get one.
  Dialed anonymous(Addresses.Address address, boolean alternate, List<X509Certificate> believed) {
    return dial(address, alternate, believed, Optional.empty());
  }

  Dialed dial(Addresses.Address address, boolean alternate, KeyMaterial material) {
    return dial(address, alternate, material.authorities(), Optional.of(material));
  }

  private Dialed dial(
      Addresses.Address address,
      boolean alternate,
      List<X509Certificate> believed,
      Optional<KeyMaterial> material) {
    String host = alternate ? address.alternateHost() : address.host();
    int port = alternate ? address.alternatePort() : address.port();
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(host, port)
            .sslContext(tls(believed, material))
            .eventLoopGroup(loop)
            .channelType(NioSocketChannel.class)
            .withOption(
                ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connectWithin.toMillis()))
            .directExecutor()
            .flowControlWindow(WINDOW)
            .maxInboundMessageSize(LinkProtocol.MAX_FRAME)
            .keepAliveTime(30, TimeUnit.SECONDS)
            .keepAliveTimeout(10, TimeUnit.SECONDS)
            .disableRetry()
            .build();
    return new Dialed(channel, host + ":" + port);
  }

  private static SslContext tls(List<X509Certificate> believed, Optional<KeyMaterial> material) {
    try {
      var builder =
          GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
              .trustManager(new TellingTrust(LiveTls.trust(believed)))
              .protocols("TLSv1.3");
      material.ifPresent(
          own -> builder.keyManager(own.key(), own.chain().toArray(X509Certificate[]::new)));
      return builder.build();
    } catch (SSLException e) {
      throw new IllegalStateException("TLS 1.3 cannot be set up on this JDK", e);
    }
  }

  private static Thread daemon(Runnable work) {
    return Thread.ofPlatform().name("link-net").daemon().unstarted(work);
  }

  @Override
  public void close() {
    var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
