package io.bowline.runner.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.runner.egress.Door;
import io.bowline.runner.egress.Egress;
import io.bowline.runner.egress.Gates;
import io.bowline.runner.egress.Part;
import io.bowline.runner.telemetry.exposition.TextFormat;
import io.bowline.runner.telemetry.spool.Batch;
import io.bowline.runner.telemetry.spool.Loss;
import io.bowline.runner.telemetry.spool.Reading;
import io.bowline.runner.telemetry.spool.Spool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeclaredPushTest {
  private static final Map<String, String> POD =
      Map.of("component", "broker", "namespace", "n", "pod", "p", "container", "c");

  @TempDir private Path folder;

  private final List<Batch> sent = new ArrayList<>();

  private Push.Answer taken(Batch batch) {
    sent.add(batch);
    return new Push.Answer.Taken();
  }

  @Test
  void linesUnderALabelThatNobodyDeclaredStayInsideAndTheRestGoes() throws Exception {
    Reading good = new Reading(labels(Map.of()), 1, "good");
    Reading bad = new Reading(labels(Map.of("tenant", "acme")), 2, "bad");
    var loss = new Loss(labels(Map.of("tenant", "acme")), Loss.Cause.SPOOL_FULL, 3, false, 1, 2);
    var push = new DeclaredPush(Door.LOGS, Egress.ofEverythingDeclared(), this::taken);
    assertThat(push.send(new Batch(7, List.of(bad, good), List.of(loss))))
        .isEqualTo(new Push.Answer.Taken());
    assertThat(sent).containsExactly(new Batch(7, List.of(good), List.of()));
  }

  @Test
  void aBatchOfWhichNothingMayLeaveIsNotSentAndNotKept() throws Exception {
    var push = new DeclaredPush(Door.LOGS, Gates.withholding(Part.CAPTURED_LOGS), this::taken);
    var batch = new Batch(7, List.of(new Reading(labels(Map.of()), 1, "line")), List.of());
    assertThat(push.send(batch)).isEqualTo(new Push.Answer.Taken());
    assertThat(sent).isEmpty();
  }

  @Test
  @Tag("C64.page-equals-code")
  void everyMetricOfTheRunnerIsDeclared() throws Exception {
    var spool = new Spool(folder, 1 << 20);
    Egress gate = Egress.ofEverythingDeclared();
    for (TextFormat.Sample sample : TextFormat.parse(OwnMetrics.text(spool, spool))) {
      var labels = new TreeMap<>(sample.labels());
      labels.put("job", "bowline-runner");
      assertThat(gate.admits(Door.METRICS, labels)).as("%s", labels).isTrue();
      Egress lacking =
          Gates.undeclared("runner's metrics", "metric " + sample.labels().get("__name__"));
      assertThat(lacking.admits(Door.METRICS, labels)).as("undeclared %s", labels).isFalse();
    }
  }

  private static SortedMap<String, String> labels(Map<String, String> more) {
    var labels = new TreeMap<>(POD);
    labels.putAll(more);
    return labels;
  }
}
