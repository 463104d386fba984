package io.bowline.cli.print;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;

/// Prints answers; tables are for people and show digests by their beginning; in tables and names,
/// control characters of foreign texts are taken out.
public final class Printer {
  private static final Pattern DIGEST = Pattern.compile("(sha256:[0-9a-f]{12})[0-9a-f]{52}");

  private final PrintWriter out;
  private final Format format;

  public Printer(PrintWriter out, Format format) {
    this.out = out;
    this.format = format;
  }

  /// The chosen form.
  public Format format() {
    return format;
  }

  /// Prints a list; the first column is what `-o name` prints.
  public void list(List<JsonNode> items, List<Column> columns) {
    switch (format) {
      case table -> table(items, columns);
      case json -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        items.forEach(array::add);
        out.println(array.toPrettyString());
      }
      case yaml -> out.print(yaml(items.stream().map(Printer::plain).toList()));
      case name -> items.forEach(item -> out.println(text(item.at(columns.getFirst().pointer()))));
    }
    out.flush();
  }

  /// Prints one thing: its columns below each other.
  public void one(JsonNode item, List<Column> columns) {
    switch (format) {
      case table -> {
        int width = columns.stream().mapToInt(c -> c.title().length()).max().orElse(0);
        for (Column column : columns) {
          String value = text(item.at(column.pointer()));
          // what is not there yet has nothing to say
          if (!value.isEmpty() && !value.equals("-")) {
            out.println(padded(column.title() + ":", width + 1) + "  " + value);
          }
        }
      }
      case json -> out.println(item.toPrettyString());
      case yaml -> {
        Object plain = plain(item);
        out.print(plain == null ? "null\n" : yaml(plain));
      }
      case name -> out.println(text(item.at(columns.getFirst().pointer())));
    }
    out.flush();
  }

  /// A line for people; not printed where a machine reads.
  public void say(String line) {
    if (format == Format.table) {
      out.println(line.replaceAll("\\p{Cntrl}", " "));
      out.flush();
    }
  }

  /// Prints a file that is one thing's text.
  ///
  /// @param text how people see it, line by line; machines get the thing
  public void file(JsonNode item, String text) {
    switch (format) {
      case table, name -> {
        out.print(text.replaceAll("[\\p{Cntrl}&&[^\n]]", " "));
        out.flush();
      }
      case json, yaml -> next(item, "");
    }
  }

  /// Prints one more thing of a list without an end.
  ///
  /// @param line how people see it; machines get one JSON object a line, or one YAML document
  public void next(JsonNode item, String line) {
    switch (format) {
      case table, name -> out.println(line.replaceAll("\\p{Cntrl}", " "));
      case json -> out.println(item);
      case yaml -> {
        out.println("---");
        Object plain = plain(item);
        out.print(plain == null ? "null\n" : yaml(plain));
      }
    }
    out.flush();
  }

  private void table(List<JsonNode> items, List<Column> columns) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(columns.stream().map(Column::title).toList());
    for (JsonNode item : items) {
      rows.add(columns.stream().map(column -> cell(item.at(column.pointer()))).toList());
    }
    int[] widths = new int[columns.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(i == widths.length - 1 ? row.get(i) : padded(row.get(i), widths[i] + 2));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  /// As short as a person can still recognize it; the other forms have it in full.
  private static String cell(JsonNode value) {
    return DIGEST.matcher(text(value)).replaceAll("$1");
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /// A value as one line of plain text.
  public static String text(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "-";
    }
    return flat(value).replaceAll("\\p{Cntrl}+", " ");
  }

  private static String flat(JsonNode value) {
    if (value.isArray()) {
      return value.valueStream().map(Printer::flat).collect(Collectors.joining(","));
    }
    if (value.isObject()) {
      return value.properties().stream()
          .map(entry -> entry.getKey() + "=" + flat(entry.getValue()))
          .collect(Collectors.joining(","));
    }
    return value.isFloatingPointNumber() ? plain(value.decimalValue()) : value.asText();
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static String yaml(Object plain) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    return new Yaml(new SafeConstructor(new LoaderOptions()), new Representer(options), options)
        .dump(plain);
  }

  private static @Nullable Object plain(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        node.properties().forEach(e -> map.put(e.getKey(), plain(e.getValue())));
        yield map;
      }
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        node.forEach(item -> list.add(plain(item)));
        yield list;
      }
      case NUMBER -> node.numberValue();
      case BOOLEAN -> node.booleanValue();
      case NULL, MISSING -> null;
      case STRING, BINARY, POJO -> node.asText();
    };
  }
}
