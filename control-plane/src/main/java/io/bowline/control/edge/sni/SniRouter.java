package io.bowline.control.edge.sni;

import io.bowline.control.platform.PortHolder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Reads the name in the first bytes of a TLS connection and passes the connection on, byte for
/// byte, to the listener of that name on this machine. TLS is not ended here: the listener sees the
/// client's own handshake and certificate.
public final class SniRouter implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final EventLoopGroup loops = new NioEventLoopGroup(2);
  private final Channel channel;

  private SniRouter(InetSocketAddress at, Function<String, InetSocketAddress> listener) {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            // the first bytes are asked for by the handler, the rest as fast as they can be passed
            // on
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel accepted) {
                    accepted.pipeline().addLast(new FirstBytes(listener));
                  }
                });
    ChannelFuture bound = bootstrap.bind(at).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      var _ = loops.shutdownGracefully(0, 2, TimeUnit.SECONDS);
      throw PortHolder.failure(
          "shared port", at.getPort(), "bowline.shared.port", new IOException(bound.cause()));
    }
    this.channel = bound.channel();
  }

  /// Opens the port.
  ///
  /// @param listener where a name goes, in lower case; an empty one when the client gave none
  /// @throws io.bowline.control.platform.StartupFailure naming port and holder when it is taken
  public static SniRouter open(InetSocketAddress at, Function<String, InetSocketAddress> listener) {
    return new SniRouter(at, listener);
  }

  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    var _ = loops.shutdownGracefully(0, 2, TimeUnit.SECONDS);
  }
}
