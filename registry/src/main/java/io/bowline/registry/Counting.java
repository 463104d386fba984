package io.bowline.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/// Counts what is read of a stream, and tells it once when the stream is closed.
final class Counting extends FilterInputStream {
  private final LongConsumer ended;
  private long read;
  private boolean closed;

  Counting(InputStream in, LongConsumer ended) {
    super(in);
    this.ended = ended;
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    read += one < 0 ? 0 : 1;
    return one;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    read += Math.max(0, count);
    return count;
  }

  @Override
  public long skip(long wanted) throws IOException {
    return in.skip(wanted);
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      ended.accept(read);
    }
    super.close();
  }
}
