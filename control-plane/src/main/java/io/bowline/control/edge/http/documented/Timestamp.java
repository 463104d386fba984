package io.bowline.control.edge.http.documented;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Moments as the documentation of fleets, providers and domains writes them: in UTC, always with
/// six decimals.
public final class Timestamp {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Timestamp() {}

  public static String of(Instant at) {
    return FORM.format(at);
  }
}
