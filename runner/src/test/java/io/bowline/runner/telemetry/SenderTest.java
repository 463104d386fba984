package io.bowline.runner.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.runner.telemetry.spool.Batch;
import io.bowline.runner.telemetry.spool.Reading;
import io.bowline.runner.telemetry.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SenderTest {
  @TempDir Path folder;

  private final LinkedBlockingQueue<Push.Answer> answers = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Batch> sent = new LinkedBlockingQueue<>();

  private Push.Answer push(Batch batch) throws InterruptedException {
    sent.add(batch);
    return answers.take();
  }

  private static List<Reading> line(String text) {
    return List.of(new Reading(new TreeMap<>(Map.of("app", "broker")), 1, text));
  }

  private String next() throws InterruptedException {
    Batch batch = sent.poll(60, TimeUnit.SECONDS);
    assertThat(batch).isNotNull();
    return batch.readings().getFirst().payload();
  }

  @Test
  @Tag("C46.buffered")
  void a_batch_is_sent_until_it_is_taken_and_only_then_the_next() throws Exception {
    var spool = new Spool(folder, 1 << 20);
    spool.add(line("first"));
    spool.add(line("second"));
    try (var _ = new Sender("logs", spool, this::push, _ -> 0)) {
      assertThat(next()).isEqualTo("first");
      answers.add(new Push.Answer.Later("away", Duration.ZERO));
      assertThat(next()).isEqualTo("first");
      answers.add(new Push.Answer.Taken());
      assertThat(next()).isEqualTo("second");
    }
    // stopped before the answer: it waits for the next start
    assertThat(new Spool(folder, 1 << 20).oldest().orElseThrow().readings())
        .isEqualTo(line("second"));
  }

  @Test
  void a_batch_that_is_refused_for_good_does_not_stand_in_the_way() throws Exception {
    var spool = new Spool(folder, 1 << 20);
    spool.add(line("bad"));
    spool.add(line("good"));
    try (var _ = new Sender("logs", spool, this::push, _ -> 0)) {
      assertThat(next()).isEqualTo("bad");
      answers.add(new Push.Answer.Refused("400 malformed"));
      assertThat(next()).isEqualTo("good");
      answers.add(new Push.Answer.Taken());
    }
  }

  @Test
  void a_long_pause_ends_at_close() throws IOException, InterruptedException {
    var spool = new Spool(folder, 1 << 20);
    spool.add(line("first"));
    try (var _ = new Sender("logs", spool, this::push, _ -> 0)) {
      next();
      answers.add(new Push.Answer.Later("away", Duration.ofHours(1)));
    }
    assertThat(spool.bytes()).isPositive();
  }
}
