package io.bowline.model.sizing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/// What clusters are sold and counted in: a unit takes 20 MB of produced data a second, and a MB is
/// a million bytes.
public record KafkaUnits(int count) {
  /// Of one unit, in bytes a second.
  public static final long BYTES_PER_SECOND = 20_000_000;

  /// No cluster and no fleet is larger.
  public static final int MOST = 10_000;

  private static final BigDecimal MEGABYTE = BigDecimal.valueOf(1_000_000);

  public KafkaUnits {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException(
          "%d units: there are 1 to %,d of them".formatted(count, MOST));
    }
  }

  /// What a peak of produced data needs; a part of a unit is a whole one.
  ///
  /// @param megabytes produced in a second
  public static KafkaUnits forProduce(BigDecimal megabytes) {
    BigDecimal most = BigDecimal.valueOf(MOST * BYTES_PER_SECOND).divide(MEGABYTE);
    if (megabytes.signum() < 0 || megabytes.scale() > 9 || megabytes.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s MB a second: 0 to %,d can be produced"
              .formatted(megabytes.toString(), most.intValue()));
    }
    BigDecimal each = BigDecimal.valueOf(BYTES_PER_SECOND).divide(MEGABYTE);
    return new KafkaUnits(
        Math.max(1, megabytes.divide(each, 0, RoundingMode.CEILING).intValueExact()));
  }

  /// What they take, in bytes produced a second.
  public long bytesPerSecond() {
    return count * BYTES_PER_SECOND;
  }

  /// What they take in a month of 30 days at the full rate, in 10^9 bytes.
  public long gigabytesOfMonth() {
    return bytesPerSecond() / MEGABYTE.longValue() * Duration.ofDays(30).toSeconds() / 1_000;
  }
}
