package io.bowline.model.cost;

import java.math.BigDecimal;
import java.time.LocalDate;

/// What something costs in a month, as far as it is known.
public sealed interface Estimate {
  /// Nothing.
  record Free(String note) implements Estimate {}

  /// This, by prices of that day.
  ///
  /// @param currency ISO 4217
  record Priced(BigDecimal amount, String currency, LocalDate asOf) implements Estimate {}

  /// Not more than this.
  record AtMost(BigDecimal amount, String currency, String note) implements Estimate {}

  /// Nobody knows: it is never guessed.
  record Unknown(String why) implements Estimate {}
}
