package io.bowline.control.edge.sni;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Waits for the client's hello, which says a name in clear, and connects to the listener of that
/// name; what is no TLS, or takes too long to say hello, is cut off.
final class FirstBytes extends AbstractSniHandler<Channel> {
  private static final long HELLO_MILLIS = 10_000;
  private static final int CONNECT_MILLIS = 5_000;

  /// A hello with every extension there is; larger ones are nobody's.
  private static final int LONGEST_HELLO = 64 * 1024;

  private final Function<String, InetSocketAddress> listener;

  FirstBytes(Function<String, InetSocketAddress> listener) {
    super(LONGEST_HELLO, HELLO_MILLIS);
    this.listener = listener;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    super.channelActive(context);
    context.read();
  }

  @Override
  protected Future<Channel> lookup(ChannelHandlerContext context, @Nullable String hostname) {
    String name = hostname == null ? "" : hostname.toLowerCase(Locale.ROOT);
    Promise<Channel> connected = context.executor().newPromise();
    new Bootstrap()
        .group(context.channel().eventLoop())
        .channel(NioSocketChannel.class)
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .handler(new PassOn(context.channel()))
        .connect(listener.apply(name))
        .addListener((ChannelFuture outcome) -> {
          if (outcome.isSuccess()) {
            connected.setSuccess(outcome.channel());
          } else {
            connected.setFailure(outcome.cause());
          }
        });
    return connected;
  }

  @Override
  protected void onLookupComplete(
      ChannelHandlerContext context, @Nullable String hostname, Future<Channel> connected) {
    if (!connected.isSuccess()) {
      var _ = context.close();
      return;
    }
    Channel other = connected.getNow();
    // the bytes read so far go on from here to whoever stands next in the pipeline
    context.pipeline().replace(this, "pass-on", new PassOn(other));
    other.read();
    context.channel().read();
  }
}
