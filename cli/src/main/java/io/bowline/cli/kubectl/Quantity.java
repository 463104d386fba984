package io.bowline.cli.kubectl;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Kubernetes' amounts: `3920m`, `16Gi`, `1e3`.
public final class Quantity {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)(?:e(\\d{1,2})|([KMGTPE]i|[mkMGTPE]))?");
  private static final Map<String, BigDecimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("m", new BigDecimal("0.001")),
          Map.entry("k", BigDecimal.TEN.pow(3)),
          Map.entry("M", BigDecimal.TEN.pow(6)),
          Map.entry("G", BigDecimal.TEN.pow(9)),
          Map.entry("T", BigDecimal.TEN.pow(12)),
          Map.entry("P", BigDecimal.TEN.pow(15)),
          Map.entry("E", BigDecimal.TEN.pow(18)),
          Map.entry("Ki", BigDecimal.TWO.pow(10)),
          Map.entry("Mi", BigDecimal.TWO.pow(20)),
          Map.entry("Gi", BigDecimal.TWO.pow(30)),
          Map.entry("Ti", BigDecimal.TWO.pow(40)),
          Map.entry("Pi", BigDecimal.TWO.pow(50)),
          Map.entry("Ei", BigDecimal.TWO.pow(60)));

  private Quantity() {}

  /// A text is no amount.
  public static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String text) {
      super("'%s' is no amount of Kubernetes, such as 3920m or 16Gi".formatted(text));
    }
  }

  /// Thousandths, rounded up.
  public static long milli(String text) {
    return rounded(text, read(text).movePointRight(3));
  }

  /// Whole ones, rounded up.
  public static long whole(String text) {
    return rounded(text, read(text));
  }

  private static long rounded(String text, BigDecimal value) {
    if (value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new Malformed(text);
    }
    return value.setScale(0, RoundingMode.CEILING).longValueExact();
  }

  private static BigDecimal read(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new Malformed(text);
    }
    BigDecimal number = new BigDecimal(form.group(1));
    if (form.group(2) != null) {
      return number.scaleByPowerOfTen(Integer.parseInt(form.group(2)));
    }
    BigDecimal factor = SUFFIXES.get(form.group(3) == null ? "" : form.group(3));
    return factor == null ? number : number.multiply(factor);
  }
}
