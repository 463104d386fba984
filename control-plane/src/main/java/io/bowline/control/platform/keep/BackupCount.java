package io.bowline.control.platform.keep;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a backup says that it has, counted without putting anything anywhere.
final class BackupCount implements BackupReader.Target {
  private static final int BUFFER = 64 * 1024;

  private final Map<String, Long> rows = new TreeMap<>();
  private long files;
  private @Nullable BackupHead head;

  BackupHead head() {
    return Objects.requireNonNull(head, "nothing was read");
  }

  /// Rows by table; tables without any are missing.
  Map<String, Long> rows() {
    return rows;
  }

  /// Files of artifacts, logs and metrics.
  long files() {
    return files;
  }

  @Override
  public void head(BackupHead found) {
    head = found;
  }

  /// COPY ends each row with a line's end, and writes those within a value otherwise.
  @Override
  public void rows(String table, InputStream content) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long lines = 0;
    for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
      for (int i = 0; i < count; i++) {
        lines += buffer[i] == '\n' ? 1 : 0;
      }
    }
    rows.merge(table, lines, Long::sum);
  }

  @Override
  public void sequences(byte[] json) {
    // rows are what is counted
  }

  @Override
  public void artifact(String name, InputStream content) throws IOException {
    content.transferTo(OutputStream.nullOutputStream());
    files++;
  }

  @Override
  public void segment(String name, InputStream content) throws IOException {
    content.transferTo(OutputStream.nullOutputStream());
    files++;
  }
}
