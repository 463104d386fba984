package io.bowline.control.platform.keep;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Cuts a table's rows into entries, since an entry's size stands before it.
final class RowParts extends OutputStream {
  private static final int PART = 4 << 20;

  private final BackupWriter writer;
  private final String table;
  private final byte[] part = new byte[PART];
  private int filled;
  private int number;

  RowParts(BackupWriter writer, String table) {
    this.writer = writer;
    this.table = table;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int taken = 0;
    while (taken < length) {
      int now = Math.min(length - taken, PART - filled);
      System.arraycopy(bytes, offset + taken, part, filled, now);
      filled += now;
      taken += now;
      if (filled == PART) {
        cut();
      }
    }
  }

  private void cut() throws IOException {
    number++;
    writer.add(Names.rows(table, number), filled, new ByteArrayInputStream(part, 0, filled));
    filled = 0;
  }

  @Override
  public void close() throws IOException {
    if (filled > 0) {
      cut();
    }
  }
}
