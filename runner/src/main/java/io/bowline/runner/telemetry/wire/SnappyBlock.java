package io.bowline.runner.telemetry.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.Snappy;

/// Snappy in block format, in pure Java: the runner brings no native library for it.
final class SnappyBlock {
  private SnappyBlock() {}

  static byte[] encode(byte[] plain) {
    ByteBuf in = Unpooled.wrappedBuffer(plain);
    ByteBuf out = Unpooled.buffer(plain.length / 2 + 64);
    try {
      new Snappy().encode(in, out, plain.length);
      byte[] packed = new byte[out.readableBytes()];
      out.readBytes(packed);
      return packed;
    } finally {
      in.release();
      out.release();
    }
  }
}
