package io.bowline.registry.s3;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Lets one process collect at a time. It saves work and nothing else: who goes on after the lease
/// is lost, stops at the next renewal, and until then removes nothing that it should not, since
/// each removal holds only for what was read, or is of a name that never lives again.
final class Lease implements AutoCloseable {
  private final Bucket bucket;
  private final InstantSource clock;
  private final Duration length;
  private final String owner;
  private String tag;
  private Instant renewed;

  private Lease(
      Bucket bucket, InstantSource clock, Duration length, String owner, String tag, Instant now) {
    this.bucket = bucket;
    this.clock = clock;
    this.length = length;
    this.owner = owner;
    this.tag = tag;
    this.renewed = now;
  }

  /// Takes it, unless somebody else has it.
  ///
  /// @param owner a name never used before
  static Optional<Lease> take(Bucket bucket, InstantSource clock, Duration length, String owner)
      throws IOException {
    Optional<Bucket.Found> found = bucket.get(Keys.COLLECTING);
    Instant now = clock.instant();
    if (found.isPresent() && until(found.get()).isAfter(now)) {
      return Optional.empty();
    }
    byte[] mine = text(owner, now.plus(length));
    Optional<String> tag =
        found.isEmpty()
            ? bucket.putNew(Keys.COLLECTING, mine)
            : bucket.replace(Keys.COLLECTING, mine, found.get().tag());
    return tag.map(written -> new Lease(bucket, clock, length, owner, written, now));
  }

  /// To be called now and then, more often than the lease is long.
  ///
  /// @throws Lost when somebody else has taken it
  void renew() throws IOException {
    Instant now = clock.instant();
    if (now.isBefore(renewed.plus(length.dividedBy(4)))) {
      return;
    }
    tag =
        bucket.replace(Keys.COLLECTING, text(owner, now.plus(length)), tag).orElseThrow(Lost::new);
    renewed = now;
  }

  /// Gives it back.
  @Override
  public void close() throws IOException {
    Optional<String> _ = bucket.replace(Keys.COLLECTING, text(owner, Instant.EPOCH), tag);
  }

  /// Somebody else has gone on with the collection, since this one stood still.
  static final class Lost extends IOException {
    private static final long serialVersionUID = 1L;

    Lost() {
      super("another process has gone on with the collection, since this one stood still");
    }
  }

  private static byte[] text(String owner, Instant until) {
    return Text.write(until.toEpochMilli() + " " + owner);
  }

  private static Instant until(Bucket.Found found) throws IOException {
    String text = Text.read(Keys.COLLECTING, found.bytes());
    try {
      return Instant.ofEpochMilli(Long.parseLong(text.substring(0, text.indexOf(' '))));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IOException("the object " + Keys.COLLECTING + " is damaged: it names no moment", e);
    }
  }
}
