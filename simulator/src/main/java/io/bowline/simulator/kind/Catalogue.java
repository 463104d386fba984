package io.bowline.simulator.kind;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/// Every kind that is served now.
public final class Catalogue {
  private final List<Kind> builtIn;
  private final ConcurrentMap<String, Kind> custom = new ConcurrentHashMap<>();

  private Catalogue(List<Kind> builtIn) {
    this.builtIn = List.copyOf(builtIn);
  }

  /// The kinds of `kinds.txt`, one a line.
  public static Catalogue builtIn() {
    try (InputStream in = Catalogue.class.getResourceAsStream("kinds.txt")) {
      if (in == null) {
        throw new IllegalStateException("kinds.txt is missing beside Catalogue");
      }
      String table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Catalogue(
          table
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(Catalogue::row)
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Kind row(String line) {
    List<String> cells = Stream.of(line.trim().split(" +", -1)).toList();
    String group = cells.get(0).equals("-") ? "" : cells.get(0);
    return new Kind(
        group,
        list(cells.get(1)),
        cells.get(2),
        cells.get(3),
        cells.get(2).toLowerCase(java.util.Locale.ROOT),
        cells.get(4).equals("ns"),
        list(cells.get(5)),
        Set.copyOf(list(cells.get(6))),
        false,
        MissingNode.getInstance());
  }

  private static List<String> list(String cell) {
    return cell.equals("-") ? List.of() : List.of(cell.split(",", -1));
  }

  /// Serves a custom kind from now on, in place of an older definition of it.
  public void serve(Kind kind) {
    custom.put(kind.id(), kind);
  }

  public void withdraw(String id) {
    custom.remove(id);
  }

  public List<Kind> all() {
    List<Kind> all = new ArrayList<>(builtIn);
    all.addAll(custom.values());
    return all;
  }

  public Optional<Kind> byPlural(String group, String plural) {
    return all().stream()
        .filter(k -> k.group().equals(group) && k.plural().equals(plural))
        .findAny();
  }

  public Optional<Kind> byName(String apiVersion, String name) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    return all().stream().filter(k -> k.group().equals(group) && k.name().equals(name)).findAny();
  }

  /// A built-in kind of which the account's own parts are sure.
  public Kind require(String id) {
    return all().stream()
        .filter(k -> k.id().equals(id))
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException("no kind " + id));
  }

  /// The groups with their versions, core first.
  public Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new java.util.LinkedHashMap<>();
    for (Kind kind : all()) {
      List<String> versions = groups.computeIfAbsent(kind.group(), g -> new ArrayList<>());
      kind.versions().stream().filter(v -> !versions.contains(v)).forEach(versions::add);
    }
    return groups;
  }
}
