package io.bowline.testkit.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A file system of its own of a few MiB, which can really be filled. Only root may mount one.
public final class SmallMount implements AutoCloseable {
  private static final int BLOCK = 4096;

  private final Path at;

  private SmallMount(Path at) {
    this.at = at;
  }

  /// Mounts it in an empty folder, or skips the test by the name of what is missing.
  public static SmallMount at(Path folder, int megabytes) {
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString()),
        "part tmpfs is not on this machine: only root may mount one");
    return new SmallMount(folder);
  }

  public Path path() {
    return at;
  }

  /// Takes every block that is left.
  public void fill() throws IOException {
    fillBut(0);
  }

  /// Takes every block but those of so many bytes.
  public void fillBut(int bytes) throws IOException {
    Path spare = at.resolve("spare");
    Files.write(spare, new byte[bytes]);
    try (FileChannel filler =
        FileChannel.open(
            at.resolve("filler"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      boolean room = true;
      while (room) {
        room = appended(filler);
      }
    }
    Files.delete(spare);
  }

  private static boolean appended(FileChannel filler) {
    try {
      return filler.write(ByteBuffer.allocate(BLOCK)) == BLOCK;
    } catch (IOException e) {
      return false; // no block is left
    }
  }

  /// Gives it all back.
  public void relent() throws IOException {
    Files.delete(at.resolve("filler"));
  }

  @Override
  public void close() {
    if (!run("umount", at.toString())) {
      run("umount", "-l", at.toString());
    }
  }

  private static boolean run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no such command here
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
