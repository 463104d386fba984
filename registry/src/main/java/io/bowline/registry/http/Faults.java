package io.bowline.registry.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// The faults a server shows next; none unless told.
public final class Faults {
  private final List<Rule> rules = new CopyOnWriteArrayList<>();

  /// Shows a fault to the next requests that match.
  ///
  /// @param method `*` for any
  /// @param path a pattern that occurs in the path
  /// @param times how many requests meet it
  public void on(String method, String path, int times, Fault fault) {
    rules.add(new Rule(method, Pattern.compile(path), new AtomicInteger(times), fault));
  }

  /// Shows a fault to all requests that match, until `clear`.
  public void always(String method, String path, Fault fault) {
    on(method, path, Integer.MAX_VALUE, fault);
  }

  /// Ends all faults.
  public void clear() {
    rules.clear();
  }

  Optional<Fault> next(String method, String path) {
    for (Rule rule : rules) {
      if (rule.matches(method, path) && rule.left.getAndDecrement() > 0) {
        return Optional.of(rule.fault);
      }
    }
    return Optional.empty();
  }

  private record Rule(String method, Pattern path, AtomicInteger left, Fault fault) {
    boolean matches(String requestMethod, String requestPath) {
      return left.get() > 0
          && (method.equals("*") || method.equals(requestMethod))
          && path.matcher(requestPath).find();
    }
  }
}
