package io.bowline.runner.journal;

import java.io.IOException;
import java.util.Optional;

/// A disk that hands everything on, for tests that stand in the way of one call only.
public abstract class PassingDisk implements Disk {
  private final Disk disk;

  protected PassingDisk(Disk disk) {
    this.disk = disk;
  }

  @Override
  public DiskFile open(String name) throws IOException {
    return disk.open(name);
  }

  @Override
  public Optional<byte[]> read(String name) throws IOException {
    return disk.read(name);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    disk.delete(name);
  }

  @Override
  public void syncNames() throws IOException {
    disk.syncNames();
  }

  /// A file that hands everything on.
  public abstract static class PassingFile implements DiskFile {
    private final DiskFile file;

    protected PassingFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void append(byte[] bytes) throws IOException {
      file.append(bytes);
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void sync() throws IOException {
      file.sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
