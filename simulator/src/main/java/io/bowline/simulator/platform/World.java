package io.bowline.simulator.platform;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/// Time and chance as the account sees them.
public final class World {
  /// The letters that the API server draws generated names from.
  private static final String SAFE = "bcdfghjklmnpqrstvwxz2456789";

  private static final DateTimeFormatter NANOS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  public World(InstantSource clock) {
    this.clock = clock;
  }

  /// The machine's own clock.
  public static World real() {
    return new World(InstantSource.system());
  }

  public Instant now() {
    return clock.instant();
  }

  /// Now, as `metadata.creationTimestamp` writes it.
  public String seconds() {
    return now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /// Now, as `MicroTime` writes it.
  public String micros() {
    return MICROS.format(now());
  }

  /// An instant as a container runtime stamps log lines.
  public static String nanos(Instant at) {
    return NANOS.format(at);
  }

  public String uid() {
    return UUID.randomUUID().toString();
  }

  /// A generated name's tail.
  public String suffix(int length) {
    StringBuilder drawn = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      drawn.append(SAFE.charAt(random.nextInt(SAFE.length())));
    }
    return drawn.toString();
  }

  /// A bearer token or password that nobody guesses.
  public String secret() {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
