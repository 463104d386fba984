package io.bowline.runner.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.id.CaptureId;
import io.bowline.model.release.ComponentName;
import io.bowline.runner.telemetry.redact.Redaction;
import io.bowline.runner.telemetry.spool.Batch;
import io.bowline.runner.telemetry.spool.Spool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A capture that a crash interrupts goes on where it was: no line twice, none lost, also where
/// many lines carry one time.
class ResumedCaptureTest {
  private static final CaptureId CAPTURE = new CaptureId(new UUID(1, 1));
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final PodLines.Container CONTAINER =
      new PodLines.Container("data", "broker-0", "main");
  private static final int LINES = 60;

  @TempDir Path folder;

  /// Three lines of each moment, and ten moments a second.
  private static List<String> log(int lines) {
    return IntStream.range(0, lines)
        .mapToObj(n -> NOON.plusMillis(n / 3 * 100L) + " line " + n)
        .toList();
  }

  /// What a kubelet gives out, which knows whole seconds only.
  private static ByteArrayInputStream since(List<String> log, Instant since) {
    Instant whole = since.truncatedTo(ChronoUnit.SECONDS);
    String text =
        log.stream()
            .filter(line -> !Instant.parse(line.substring(0, line.indexOf(' '))).isBefore(whole))
            .map(line -> line + "\n")
            .reduce("", String::concat);
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /// One process: reads what there is, and keeps `flushed` lines at a time.
  private LineBuffer life(Spool spool, List<String> log, int flushed) throws IOException {
    var buffer = new LineBuffer(spool, Redaction.usual(), CAPTURE, NOON.plusSeconds(3_600));
    PodLines.Start start =
        buffer.start(CONTAINER).orElseGet(() -> PodLines.Start.after(NOON.minusSeconds(1)));
    int[] read = {0};
    new PodLines(
            new ComponentName("broker"),
            CONTAINER,
            start,
            (line, atThatTime) -> {
              buffer.add(CONTAINER, line, atThatTime);
              if (++read[0] % flushed == 0) {
                buffer.flush();
              }
            })
        .read(since(log, start.time()));
    return buffer;
  }

  private static List<String> drain(Spool spool) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Optional<Batch> next = spool.oldest(); next.isPresent(); next = spool.oldest()) {
      next.get().readings().forEach(reading -> lines.add(reading.payload()));
      spool.acked(next.get());
    }
    return lines;
  }

  private static List<String> all(int lines) {
    return IntStream.range(0, lines).mapToObj(n -> "line " + n).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 50})
  void whereverACrashComesEachLineIsThereOnce(int flushed) throws IOException {
    for (int lived : List.of(0, 1, 3, 4, 29, 30, 31, 59, LINES)) {
      Path spooled = folder.resolve("at-" + lived);
      // the process dies with what it has read and not flushed
      life(new Spool(spooled, 1 << 20), log(lived), flushed);
      var spool = new Spool(spooled, 1 << 20);
      var buffer = life(spool, log(LINES), flushed);
      buffer.close();
      assertThat(drain(spool)).as("after %d lines", lived).isEqualTo(all(LINES));
      assertThat(buffer.kept()).isEqualTo(LINES);
    }
  }

  @Test
  void alsoWhenEverythingBeforeTheCrashWasSentAndIsGoneFromTheSpool() throws IOException {
    var spool = new Spool(folder, 1 << 20);
    life(spool, log(31), 31);
    assertThat(drain(spool)).isEqualTo(all(31));
    var again = new Spool(folder, 1 << 20);
    life(again, log(LINES), 5).close();
    assertThat(drain(again)).isEqualTo(all(LINES).subList(31, LINES));
  }

  @Test
  void aPositionThatDidNotReachItsFileIsFoundInTheBatch() throws IOException {
    life(new Spool(folder, 1 << 20), log(31), 31);
    Files.delete(folder.resolve("positions")); // as if the crash had come before it was written
    var again = new Spool(folder, 1 << 20);
    life(again, log(LINES), 5).close();
    assertThat(drain(again)).isEqualTo(all(LINES));
  }

  @Test
  void aStreamThatIsCutGoesOnWhereItWasCut() throws IOException {
    var lines = new ArrayList<String>();
    var first =
        new PodLines(
            new ComponentName("broker"),
            CONTAINER,
            PodLines.Start.after(NOON.minusSeconds(1)),
            (line, _) -> lines.add(line.payload()));
    first.read(since(log(32), NOON));
    var second =
        new PodLines(
            new ComponentName("broker"),
            CONTAINER,
            first.next(),
            (line, _) -> lines.add(line.payload()));
    // cut before it came to anything new, then whole
    second.read(since(log(10), first.next().time().minusSeconds(1)));
    assertThat(second.next()).isEqualTo(first.next());
    second.read(since(log(LINES), first.next().time()));
    assertThat(lines).isEqualTo(all(LINES));
  }
}
