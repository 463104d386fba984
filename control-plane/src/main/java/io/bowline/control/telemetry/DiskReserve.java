package io.bowline.control.telemetry;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/// Room on the disk that telemetry leaves to everything else: the database, audit and artifacts of
/// a control plane that is flooded with logs go on.
public final class DiskReserve {
  private static final Logger LOG = Logger.getLogger(DiskReserve.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final int MEBIBYTE = 1024 * 1024;

  private final long bytes;
  private final Disk disk;
  private final InstantSource clock;
  private volatile Look last = new Look(Instant.MIN, Long.MAX_VALUE);

  /// @param bytes that are left free
  public DiskReserve(long bytes, Disk disk, InstantSource clock) {
    this.bytes = bytes;
    this.disk = disk;
    this.clock = clock;
  }

  /// What is free for this process.
  @FunctionalInterface
  public interface Disk {
    long usable() throws IOException;
  }

  private record Look(Instant at, long usable) {}

  /// Makes sure that there is room.
  ///
  /// @throws StoreFullException when there is none
  void check() throws IOException {
    Instant now = clock.instant();
    Look before = last;
    Look look = before;
    if (!now.isBefore(before.at().plus(LOOK_AGAIN))) {
      look = new Look(now, disk.usable());
      last = look;
      tell(before, look);
    }
    if (full(look)) {
      throw new StoreFullException("only %d bytes are free".formatted(look.usable()));
    }
  }

  private boolean full(Look look) {
    return look.usable() < bytes;
  }

  private void tell(Look before, Look look) {
    if (full(look) && !full(before)) {
      LOG.errorf(
          "Logs and metrics are refused until there is room: %d MiB are free, %d are left to"
              + " others (bowline.telemetry.disk-reserve)",
          look.usable() / MEBIBYTE, bytes / MEBIBYTE);
    } else if (full(before) && !full(look)) {
      LOG.info("Logs and metrics are taken again: there is room");
    }
  }
}
