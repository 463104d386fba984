package io.bowline.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body of unknown length, of which no byte is handed out that there is no room for.
final class MeteredBody extends FilterInputStream {
  private static final long FIRST_WISH = 1024 * 1024;
  private static final long LARGEST_WISH = 64 * FIRST_WISH;
  private final Asking asking;
  private long size;
  private long room;
  private long wish = FIRST_WISH;

  /// @param size how many bytes there were before
  MeteredBody(InputStream body, long size, Asking asking) {
    super(body);
    this.size = size;
    this.room = size;
    this.asking = asking;
  }

  /// Who gives room.
  @FunctionalInterface
  interface Asking {
    /// How much there is in all.
    ///
    /// @throws NoRoom when that is less than the least
    long room(long least, long most) throws NoRoom;
  }

  /// There is none; the answer says why.
  static final class NoRoom extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient Admission why;

    NoRoom(Admission why) {
      super("no room for the upload");
      this.why = why;
    }

    Admission why() {
      return why;
    }
  }

  @Override
  public int read() throws IOException {
    int one = in.read();
    if (one >= 0) {
      takeRoom();
      size++;
    }
    return one;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (size < room || length == 0) {
      int count = in.read(bytes, offset, (int) Math.min(length, room - size));
      size += Math.max(0, count);
      return count;
    }
    // the body may end here, and then nothing is to be asked for
    int one = read();
    if (one < 0) {
      return one;
    }
    bytes[offset] = (byte) one;
    return 1;
  }

  private void takeRoom() throws NoRoom {
    if (size == room) {
      room = asking.room(size + 1, size + wish);
      wish = Math.min(LARGEST_WISH, 2 * wish);
    }
  }
}
