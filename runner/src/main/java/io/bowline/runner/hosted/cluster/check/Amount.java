package io.bowline.runner.hosted.cluster.check;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A quantity as Kubernetes writes it: `3920m`, `16Gi`. What a server sends may be anything, so
/// only what no machine is larger than is read.
final class Amount {
  private static final Pattern FORM =
      Pattern.compile(
          "([0-9]{1,18}(?:\\.[0-9]{1,9})?)(?:e([0-9]{1,2})|(n|u|m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?)");
  private static final int LARGEST_EXPONENT = 18;
  private static final Map<String, BigDecimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("n", new BigDecimal("0.000000001")),
          Map.entry("u", new BigDecimal("0.000001")),
          Map.entry("m", new BigDecimal("0.001")),
          Map.entry("k", BigDecimal.TEN.pow(3)),
          Map.entry("M", BigDecimal.TEN.pow(6)),
          Map.entry("G", BigDecimal.TEN.pow(9)),
          Map.entry("T", BigDecimal.TEN.pow(12)),
          Map.entry("P", BigDecimal.TEN.pow(15)),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)));

  private Amount() {}

  /// Whole ones, such as bytes; empty for what is no quantity, or more than there is.
  static OptionalLong of(String text) {
    return scaled(text, BigDecimal.ONE);
  }

  /// Thousandths, as processors are counted.
  static OptionalLong ofThousandths(String text) {
    return scaled(text, BigDecimal.valueOf(1000));
  }

  private static OptionalLong scaled(String text, BigDecimal scale) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return OptionalLong.empty();
    }
    BigDecimal number = new BigDecimal(form.group(1));
    if (form.group(2) != null) {
      int exponent = Integer.parseInt(form.group(2));
      if (exponent > LARGEST_EXPONENT) {
        return OptionalLong.empty();
      }
      number = number.scaleByPowerOfTen(exponent);
    } else if (form.group(3) != null) {
      number = number.multiply(SUFFIXES.getOrDefault(form.group(3), BigDecimal.ONE));
    }
    BigDecimal whole = number.multiply(scale).setScale(0, RoundingMode.CEILING);
    return whole.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? OptionalLong.empty()
        : OptionalLong.of(whole.longValue());
  }
}
