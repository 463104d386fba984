package io.bowline.control.sizing;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.model.cost.PriceTable;
import io.bowline.model.place.Cloud;
import io.bowline.model.place.Place;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Prices as the vendor writes them down.
///
/// @param asOf the day they were looked up
/// @param currency ISO 4217
record PriceFile(
    @Nullable String asOf,
    @Nullable String currency,
    @Nullable List<Egress> egress,
    @Nullable List<Machine> machines) {
  private static final long LARGEST = 1 << 20;
  private static final BigDecimal DEAREST = BigDecimal.valueOf(100_000);
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// Of 10^9 bytes that leave a region.
  ///
  /// @param to `same-zone`, `same-region`, `other-region` or `other-cloud`
  record Egress(
      @Nullable String cloud,
      @Nullable String region,
      @Nullable String to,
      @Nullable BigDecimal perGigabyte) {}

  /// Of a machine's hour.
  record Machine(
      @Nullable String cloud,
      @Nullable String region,
      @Nullable String type,
      @Nullable BigDecimal perHour) {}

  /// Reads a file.
  ///
  /// @throws IllegalStateException naming the file and what is wrong in it
  static PriceTable read(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw wrong(file, "it is larger than 1 MiB");
      }
      return STRICT.readValue(Files.readAllBytes(file), PriceFile.class).table();
    } catch (JsonMappingException e) {
      throw wrong(file, path(e) + " cannot be read: " + e.getOriginalMessage());
    } catch (JacksonException e) {
      throw wrong(file, "it is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw wrong(file, "it cannot be read (" + e.getClass().getSimpleName() + ")");
    } catch (IllegalArgumentException | DateTimeException e) {
      throw wrong(file, String.valueOf(e.getMessage()));
    }
  }

  private static IllegalStateException wrong(Path file, String what) {
    return new IllegalStateException(
        "bowline.sizing.prices: %s is no table of prices: %s".formatted(file, what));
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(at -> at.getFieldName() == null ? "[" + at.getIndex() + "]" : at.getFieldName())
        .collect(Collectors.joining(" "));
  }

  private PriceTable table() {
    return new PriceTable(
        LocalDate.parse(given("asOf", asOf)),
        Currency.getInstance(given("currency", currency)).getCurrencyCode(),
        egress == null ? List.of() : egress.stream().map(PriceFile::price).toList(),
        machines == null ? List.of() : machines.stream().map(PriceFile::price).toList());
  }

  private static PriceTable.EgressPrice price(Egress from) {
    return new PriceTable.EgressPrice(
        Cloud.of(given("egress cloud", from.cloud)),
        given("egress region", from.region),
        Place.Distance.parse(given("egress to", from.to)),
        amount("egress perGigabyte", from.perGigabyte));
  }

  private static PriceTable.NodePrice price(Machine from) {
    return new PriceTable.NodePrice(
        Cloud.of(given("machines cloud", from.cloud)),
        given("machines region", from.region),
        given("machines type", from.type),
        amount("machines perHour", from.perHour));
  }

  private static BigDecimal amount(String field, @Nullable BigDecimal value) {
    BigDecimal amount = given(field, value);
    if (amount.signum() < 0 || amount.compareTo(DEAREST) > 0 || amount.scale() > 12) {
      throw new IllegalArgumentException(
          "%s must be 0 to %s, with 12 decimals at most".formatted(field, DEAREST));
    }
    return amount;
  }

  private static <T> T given(String field, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return value;
  }
}
