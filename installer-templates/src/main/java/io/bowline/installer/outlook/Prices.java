package io.bowline.installer.outlook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.installer.outlook.Bill.Item;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// What the clouds ask for what doors make: `prices.yaml`, which says of each kind what it costs,
/// that it goes by use, or that it is free.
final class Prices {
  private static final BigDecimal HOURS = BigDecimal.valueOf(730);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JsonNode cloud;

  private Prices(JsonNode cloud) {
    this.cloud = cloud;
  }

  /// Of a cloud as the API spells it; empty where nobody has written any down.
  static Optional<Prices> of(String cloud) {
    JsonNode found = all().path(cloud);
    return found.isMissingNode() ? Optional.empty() : Optional.of(new Prices(found));
  }

  private static JsonNode all() {
    try (InputStream in = Prices.class.getResourceAsStream("prices.yaml")) {
      if (in == null) {
        throw new IllegalStateException("prices.yaml is missing beside Prices");
      }
      return JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).<Object>load(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What these cost in a month.
  ///
  /// @throws IllegalStateException for a kind of which nothing is written down
  Bill bill(List<Thing> things) {
    Map<String, Integer> units = new LinkedHashMap<>();
    things.forEach(thing -> units.merge(thing.kind(), thing.units(), Integer::sum));
    var items = new ArrayList<Item>();
    units.forEach((kind, count) -> item(kind, count).ifPresent(items::add));
    things.forEach(thing -> thing.machines().map(this::machines).ifPresent(items::addAll));
    var later = new ArrayList<Item>();
    for (JsonNode pool : cloud.path("later")) {
      later.addAll(
          machines(
              new Thing.Machines(
                  pool.path("machine").asText(),
                  pool.path("count").asInt(),
                  pool.path("disk").asInt())));
    }
    var sources = new ArrayList<String>();
    cloud.path("sources").forEach(source -> sources.add(source.asText()));
    return new Bill(
        LocalDate.parse(cloud.path("asOf").asText()),
        cloud.path("currency").asText(),
        cloud.path("region").asText(),
        sources,
        items,
        later);
  }

  private Optional<Item> item(String kind, int count) {
    JsonNode price = cloud.path("things").path(kind);
    if (price.isMissingNode()) {
      throw new IllegalStateException("prices.yaml says nothing of " + kind);
    }
    if (price.asText().equals("free") || count == 0) {
      return Optional.empty();
    }
    String what = price.path("what").asText(kind);
    return Optional.of(
        price.has("use")
            ? new Item(what, count, Optional.empty(), price.path("use").asText())
            : priced(what, count, price));
  }

  private static Item priced(String what, int count, JsonNode price) {
    boolean hourly = price.has("hour");
    var each = new BigDecimal(price.path(hourly ? "hour" : "month").asText());
    return new Item(
        what,
        count,
        Optional.of(month(hourly ? each.multiply(HOURS) : each, count)),
        each.toPlainString() + (hourly ? " an hour" : " a month") + also(price));
  }

  private static String also(JsonNode price) {
    return price.has("also") ? ", and " + price.path("also").asText() : "";
  }

  private List<Item> machines(Thing.Machines machines) {
    JsonNode hour = cloud.path("machines").path(machines.type());
    var gib = new BigDecimal(cloud.path("disk").asText());
    return List.of(
        new Item(
            "machine " + machines.type(),
            machines.count(),
            hour.isMissingNode()
                ? Optional.empty()
                : Optional.of(
                    month(new BigDecimal(hour.asText()).multiply(HOURS), machines.count())),
            hour.isMissingNode() ? "its price is not known here" : hour.asText() + " an hour"),
        new Item(
            "disk of %d GiB".formatted(machines.diskGib()),
            machines.count(),
            Optional.of(
                month(gib.multiply(BigDecimal.valueOf(machines.diskGib())), machines.count())),
            gib.toPlainString() + " a GiB and month"));
  }

  private static BigDecimal month(BigDecimal one, int count) {
    return one.multiply(BigDecimal.valueOf(count)).setScale(2, RoundingMode.HALF_UP);
  }
}
