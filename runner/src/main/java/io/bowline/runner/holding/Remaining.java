package io.bowline.runner.holding;

import io.bowline.model.belonging.Belonging;
import io.bowline.model.belonging.Holdings;
import io.bowline.model.belonging.Named;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What was there before components were removed, and whether it is now.
///
/// @param items each thing of before; of what is there still, why
public record Remaining(List<Belonging> items) {
  private static final int LONGEST = 500;
  private static final int NAMED = 20;

  public Remaining {
    items = List.copyOf(items);
  }

  /// Looks at each once more.
  ///
  /// @param erase what was named to go
  /// @param failed why a component could not be removed, by its name
  public static Remaining of(
      List<Held> before, Predicate<Held> there, Set<Named> erase, Map<String, String> failed) {
    return new Remaining(
        before.stream()
            .map(held -> {
              boolean is = there.test(held);
              return held.what().now(is, is ? why(held.what(), erase, failed) : "");
            })
            .toList());
  }

  private static String why(Belonging one, Set<Named> erase, Map<String, String> failed) {
    String failure = failed.get(one.maker());
    if (erase.contains(one.named())) {
      return failure == null ? "was to go, and is still there" : cut(failure);
    }
    if (one.holdsData()) {
      return "holds data, and nobody named it";
    }
    if (failure != null) {
      return cut(failure);
    }
    return one.ofKubernetes()
        ? "still there when the others were gone"
        : "kept, or not to be seen from the runner";
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }

  /// For the report.
  public Holdings holdings() {
    return Holdings.of(items);
  }

  /// Components of which something that holds data is there.
  public Set<String> keptOf() {
    return data().stream().map(Belonging::maker).collect(Collectors.toUnmodifiableSet());
  }

  /// For people: what holds data one by one, of the rest how many.
  public List<String> lines() {
    List<Belonging> data = data();
    var lines =
        data.stream()
            .limit(NAMED)
            .map(one ->
                "%s%s".formatted(one.named(), one.size().isEmpty() ? "" : " (" + one.size() + ")"))
            .collect(Collectors.toList());
    if (data.size() > NAMED) {
      lines.add("%d more that hold data".formatted(data.size() - NAMED));
    }
    long others = items.stream().filter(Belonging::there).count() - data.size();
    if (others > 0) {
      lines.add(
          "%d %s that %s no data, such as images in the registry"
              .formatted(others, others == 1 ? "thing" : "things", others == 1 ? "holds" : "hold"));
    }
    return lines;
  }

  private List<Belonging> data() {
    return items.stream().filter(one -> one.there() && one.holdsData()).toList();
  }
}
