package io.bowline.control.edge.sni;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// Passes bytes on to the other side, and reads more only when those were taken: neither side can
/// fill our memory.
final class PassOn extends ChannelInboundHandlerAdapter {
  private final Channel other;

  PassOn(Channel other) {
    this.other = other;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    other
        .writeAndFlush(bytes)
        .addListener((ChannelFuture written) -> {
          if (written.isSuccess()) {
            context.channel().read();
          } else {
            var _ = context.close();
          }
        });
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (other.isActive()) {
      // after what is still on its way
      other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
    // a connection that was reset; the other side learns of it when this one is closed
    var _ = context.close();
  }
}
