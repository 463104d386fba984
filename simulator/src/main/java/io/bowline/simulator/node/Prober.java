package io.bowline.simulator.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One probe of one run of a container.
final class Prober {
  private final JsonNode probe;
  private final ObjectNode container;
  private final Duration unit;
  private Instant next;
  private int successes;
  private int failures;
  private boolean passed;
  private boolean failed;

  private Prober(JsonNode probe, ObjectNode container, Duration unit, Instant started) {
    this.probe = probe;
    this.container = container;
    this.unit = unit;
    this.next = started.plus(unit.multipliedBy(Tree.number(probe, 0, "initialDelaySeconds")));
  }

  /// The probe of that name, where the container has one.
  static Optional<Prober> of(ObjectNode container, String name, Duration unit, Instant started) {
    return Tree.has(container, name)
        ? Optional.of(new Prober(Tree.at(container, name), container, unit, started))
        : Optional.empty();
  }

  boolean passed() {
    return passed;
  }

  /// Whether it failed as often as its threshold says.
  boolean failed() {
    return failed;
  }

  Instant next() {
    return next;
  }

  /// Probes when it is time; tells whether the verdict changed.
  boolean probe(ContainerRun run, Instant now) throws InterruptedException {
    if (now.isBefore(next)) {
      return false;
    }
    next = now.plus(unit.multipliedBy(Math.max(1, Tree.number(probe, 10, "periodSeconds"))));
    boolean before = passed;
    boolean ok = succeeds(run);
    successes = ok ? successes + 1 : 0;
    failures = ok ? 0 : failures + 1;
    if (successes >= Tree.number(probe, 1, "successThreshold")) {
      passed = true;
      failed = false;
    } else if (failures >= Tree.number(probe, 3, "failureThreshold")) {
      passed = false;
      failed = true;
    }
    return passed != before || failed;
  }

  private boolean succeeds(ContainerRun run) throws InterruptedException {
    if (Tree.has(probe, "exec")) {
      List<String> words = new ArrayList<>();
      Tree.at(probe, "exec", "command").forEach(word -> words.add(word.asText()));
      boolean known = !words.isEmpty() && io.bowline.simulator.shell.Shell.knows(words.getFirst());
      return known ? run.exec(new Program.Command(words, Map.of())) : run.program().answers();
    }
    if (Tree.has(probe, "httpGet")) {
      return run.http(port("httpGet"), Tree.text(probe, "httpGet", "path")).isPresent();
    }
    if (Tree.has(probe, "tcpSocket")) {
      boolean open = run.listens(port("tcpSocket")) || run.program().servesAnything();
      return open && run.program().answers() && run.exit().isEmpty();
    }
    return run.program().answers() && run.exit().isEmpty();
  }

  private int port(String how) {
    return namedPort(container, Tree.text(probe, how, "port"));
  }

  /// A port by its number or by its name in the container.
  static int namedPort(ObjectNode container, String port) {
    if (port.matches("[0-9]{1,5}")) {
      return Integer.parseInt(port);
    }
    return Tree.objects(container, "ports").stream()
        .filter(p -> port.isEmpty() || Tree.text(p, "name").equals(port))
        .mapToInt(p -> Tree.number(p, 0, "containerPort"))
        .findFirst()
        .orElse(port.isEmpty() ? 80 : 0);
  }
}
