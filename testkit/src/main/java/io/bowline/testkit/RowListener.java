package io.bowline.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/// Writes what the row report needs and surefire's own reports leave out: which tests carry which
/// row tags, and how they ended. One file per test class in `target/rows`, one JSON object a line.
public final class RowListener implements TestExecutionListener {
  private static final Pattern ROW_TAG = Pattern.compile("[KPC][0-9]+[a-z]?\\..*");

  /// How a test ended; of several invocations of one method the worst counts, and a skipped one
  /// less than a passed one.
  enum Result {
    SKIPPED,
    PASSED,
    FAILED
  }

  private record Line(String test, Set<String> tags) {}

  private final Path folder;
  private final Map<String, Map<String, Result>> results = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> tags = new ConcurrentHashMap<>();
  private Optional<TestPlan> plan = Optional.empty();

  /// For the service loader: beside surefire's reports of the module under test.
  public RowListener() {
    this(Path.of("target", "rows"));
  }

  RowListener(Path folder) {
    this.folder = folder;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = Optional.of(started);
  }

  @Override
  public void executionSkipped(TestIdentifier identifier, String reason) {
    note(identifier, Result.SKIPPED);
  }

  @Override
  public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
    switch (result.getStatus()) {
      case SUCCESSFUL -> {
        if (identifier.isTest()) {
          note(identifier, Result.PASSED);
        }
      }
      case ABORTED -> note(identifier, Result.SKIPPED);
      case FAILED -> note(identifier, Result.FAILED);
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan finished) {
    try {
      for (var entry : results.entrySet()) {
        Files.createDirectories(folder);
        String text =
            entry.getValue().entrySet().stream()
                .map(line -> json(line.getKey(), line.getValue()))
                .collect(Collectors.joining());
        Files.writeString(folder.resolve(entry.getKey() + ".jsonl"), text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("row report cannot be written to " + folder, e);
    }
  }

  /// A container that is skipped or fails takes its tests with it.
  private void note(TestIdentifier identifier, Result result) {
    if (identifier.isTest()) {
      record(identifier, result);
    } else {
      plan.ifPresent(known ->
          known.getDescendants(identifier).stream()
              .filter(TestIdentifier::isTest)
              .forEach(test -> record(test, result)));
      if (identifier.getSource().filter(MethodSource.class::isInstance).isPresent()) {
        record(identifier, result);
      }
    }
  }

  private void record(TestIdentifier identifier, Result result) {
    classOf(identifier)
        .ifPresent(owner -> {
          Line line = new Line(nameOf(identifier, owner), rowTags(identifier));
          tags.put(line.test(), line.tags());
          results
              .computeIfAbsent(owner, _ -> new ConcurrentSkipListMap<>())
              .merge(line.test(), result, (a, b) -> a.compareTo(b) > 0 ? a : b);
        });
  }

  private Optional<String> classOf(TestIdentifier identifier) {
    Optional<TestIdentifier> at = Optional.of(identifier);
    while (at.isPresent()) {
      var source = at.get().getSource();
      if (source.orElse(null) instanceof MethodSource method) {
        return Optional.of(method.getClassName());
      }
      if (source.orElse(null) instanceof ClassSource type) {
        return Optional.of(type.getClassName());
      }
      at = parent(at.get());
    }
    return Optional.empty();
  }

  private static String nameOf(TestIdentifier identifier, String owner) {
    return identifier.getSource().orElse(null) instanceof MethodSource method
        ? owner + "." + method.getMethodName()
        : owner + "." + identifier.getDisplayName();
  }

  private Set<String> rowTags(TestIdentifier identifier) {
    var found = new TreeSet<String>();
    Optional<TestIdentifier> at = Optional.of(identifier);
    while (at.isPresent()) {
      at.get().getTags().stream()
          .map(tag -> tag.getName())
          .filter(tag -> ROW_TAG.matcher(tag).matches())
          .forEach(found::add);
      at = parent(at.get());
    }
    return found;
  }

  private Optional<TestIdentifier> parent(TestIdentifier identifier) {
    return plan.flatMap(known -> known.getParent(identifier));
  }

  private String json(String test, Result result) {
    List<String> quoted =
        tags.getOrDefault(test, Set.of()).stream().map(RowListener::quoted).toList();
    return "{\"test\":%s,\"tags\":[%s],\"result\":\"%s\"}%n"
        .formatted(quoted(test), String.join(",", quoted), result.name().toLowerCase(Locale.ROOT));
  }

  private static String quoted(String text) {
    var out = new StringBuilder("\"");
    text.chars()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            out.append('\\').append((char) c);
          } else if (c < ' ') {
            out.append("\\u%04x".formatted(c));
          } else {
            out.append((char) c);
          }
        });
    return out.append('"').toString();
  }
}
