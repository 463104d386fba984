package io.bowline.runner.power;

import io.bowline.runner.power.Disk.Content;
import io.bowline.runner.power.Disk.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/// An open file, or an open folder, which can only be synced.
final class LossyChannel extends FileChannel {
  private final Disk disk;
  private final Node node;
  private long position;

  LossyChannel(Disk disk, Node node, long position) {
    this.disk = disk;
    this.node = node;
    this.position = position;
  }

  private Content content() throws IOException {
    if (node instanceof Content content) {
      return content;
    }
    throw new IOException("Is a directory");
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    int read = read(to, position);
    position += Math.max(0, read);
    return read;
  }

  @Override
  public int read(ByteBuffer to, long at) throws IOException {
    synchronized (disk) {
      byte[] bytes = content().bytes;
      if (at >= bytes.length) {
        return -1;
      }
      int length = Math.min(to.remaining(), bytes.length - Math.toIntExact(at));
      to.put(bytes, Math.toIntExact(at), length);
      return length;
    }
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    int written = write(from, position);
    position += written;
    return written;
  }

  @Override
  public int write(ByteBuffer from, long at) throws IOException {
    synchronized (disk) {
      byte[] bytes = new byte[from.remaining()];
      from.get(bytes);
      disk.write(content(), bytes, at);
      return bytes.length;
    }
  }

  @Override
  public void force(boolean metadata) {
    synchronized (disk) {
      disk.sync(node);
    }
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    synchronized (disk) {
      if (size < content().bytes.length) {
        disk.step("truncate");
        content().bytes = Arrays.copyOf(content().bytes, Math.toIntExact(size));
      }
      position = Math.min(position, size);
      return this;
    }
  }

  @Override
  public long size() throws IOException {
    synchronized (disk) {
      return content().bytes.length;
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public FileChannel position(long next) {
    position = next;
    return this;
  }

  @Override
  public FileLock tryLock(long at, long size, boolean shared) {
    return new FileLock(this, at, size, shared) {
      @Override
      public boolean isValid() {
        return true;
      }

      @Override
      public void release() {}
    };
  }

  @Override
  public FileLock lock(long at, long size, boolean shared) {
    return tryLock(at, size, shared);
  }

  @Override
  public long read(ByteBuffer[] to, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long at, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long at, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long at, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void implCloseChannel() {}
}
