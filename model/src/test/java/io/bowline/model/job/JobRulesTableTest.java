package io.bowline.model.job;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.job.Event.Finish;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every pair of phase and event. A cell names the phase that the job moves to, `=` when it stays
/// in its phase but something is done, `.` when the event is recorded without effect, `X` when the
/// sender is refused.
class JobRulesTableTest extends JobExamples {
  private static final String TABLE =
      """
      event            Queued    Offered    Running    Cancelling Unknown    UnknownCancel Succeeded Failed Cancelled Expired
      Offer            Offered   X          X          X          X          X             X         X      X         X
      Accept           .         Running    .          =          Running    Cancelling    .         .      .         .
      Decline          .         Queued     .          Cancelled  Queued     Cancelled     .         .      .         .
      Beat             .         Running    =          =          Running    Cancelling    .         .      .         .
      Missing          .         Queued     Queued     Cancelled  Queued     Cancelled     .         .      .         .
      Finish:Done      .         Succeeded  Succeeded  Succeeded  Succeeded  Succeeded     .         .      .         .
      Finish:Failed    .         Failed     Failed     Failed     Failed     Failed        .         .      .         .
      Finish:Stopped   .         Queued     Queued     Cancelled  Queued     Cancelled     .         .      .         .
      Finish:Unclear   .         Unknown    Unknown    Unknown    =          =             .         .      .         .
      Cancel           Cancelled Cancelling Cancelling .          =          .             X         X      X         X
      Tick             .         .          .          .          .          .             .         .      .         .
      Tick:late        Expired   Queued     Cancelling Unknown    .          .             .         .      .         .
      """;

  @TestFactory
  Stream<DynamicTest> everyPairHasTheVerdictOfTheTable() {
    return table().entrySet().stream()
        .flatMap(row ->
            row.getValue().entrySet().stream()
                .map(cell ->
                    DynamicTest.dynamicTest(
                        cell.getKey() + " + " + row.getKey() + " -> " + cell.getValue(),
                        () -> check(cell.getKey(), row.getKey(), cell.getValue()))));
  }

  @Test
  void theTableHasAColumnForEveryPhaseAndARowForEveryEvent() {
    Set<String> columns =
        table().values().iterator().next().keySet().stream()
            .map(name -> phase(name).getClass().getSimpleName())
            .collect(toCollection(TreeSet::new));
    Set<String> rows =
        table().keySet().stream()
            .map(name -> event(name).getClass().getSimpleName())
            .collect(toCollection(TreeSet::new));
    Set<String> outcomes =
        table().keySet().stream()
            .map(JobExamples::event)
            .filter(Finish.class::isInstance)
            .map(event -> ((Finish) event).outcome().getClass().getSimpleName())
            .collect(toCollection(TreeSet::new));

    assertThat(columns).isEqualTo(leaves(Phase.class));
    assertThat(rows).isEqualTo(leaves(Event.class));
    assertThat(outcomes).isEqualTo(leaves(Outcome.class));
  }

  @TestFactory
  Stream<DynamicTest> whateverARunnerSaysUnderAnotherEpochHasNoEffect() {
    return table().entrySet().stream()
        .flatMap(row ->
            row.getValue().keySet().stream()
                .filter(_ -> staleEvent(row.getKey()).isPresent())
                .map(column ->
                    DynamicTest.dynamicTest(
                        column + " + stale " + row.getKey(),
                        () ->
                            assertThat(
                                    RULES.verdict(
                                        phase(column), staleEvent(row.getKey()).orElseThrow(), NOW))
                                .isInstanceOf(Verdict.Ignored.class))));
  }

  private static void check(String column, String row, String expected) {
    Phase before = phase(column);
    Verdict verdict = RULES.verdict(before, event(row), row.endsWith(":late") ? LATE : NOW);
    switch (verdict) {
      case Verdict.Moved(Phase to, List<Effect> effects) -> {
        String name = to.getClass().getSimpleName();
        assertThat(name.equals(before.getClass().getSimpleName()) ? "=" : name).isEqualTo(expected);
        assertThat(effects.contains(new Effect.Announce()))
            .as("an announcement exactly when the job is over")
            .isEqualTo(to instanceof Phase.Terminal);
      }
      case Verdict.Ignored _ -> assertThat(expected).isEqualTo(".");
      case Verdict.Refused _ -> assertThat(expected).isEqualTo("X");
    }
  }

  /// Event to phase to expected verdict.
  private static Map<String, Map<String, String>> table() {
    List<List<String>> lines =
        TABLE.lines().map(line -> List.of(line.strip().split(" +", -1))).toList();
    List<String> head = lines.getFirst();
    var table = new LinkedHashMap<String, Map<String, String>>();
    for (List<String> line : lines.subList(1, lines.size())) {
      assertThat(line).as("row %s", line.getFirst()).hasSameSizeAs(head);
      var row = new LinkedHashMap<String, String>();
      for (int column = 1; column < head.size(); column++) {
        row.put(head.get(column), line.get(column));
      }
      table.put(line.getFirst(), row);
    }
    return table;
  }

  /// The simple names of the records below a sealed interface.
  private static Set<String> leaves(Class<?> type) {
    var names = new TreeSet<String>();
    if (type.isSealed()) {
      for (Class<?> below : type.getPermittedSubclasses()) {
        names.addAll(leaves(below));
      }
    } else {
      names.add(type.getSimpleName());
    }
    return names;
  }
}
