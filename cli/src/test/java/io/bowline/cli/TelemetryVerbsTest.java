package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `logs` and `metrics` against an API whose answers a test writes down.
class TelemetryVerbsTest {
  private static final String INSTALL = "018f6f1e-0000-7000-8000-000000000001";

  @TempDir Path folder;
  private WrittenApi api;
  private Run.User operator;
  private final AtomicInteger seen = new AtomicInteger();

  @BeforeEach
  void serve() throws IOException {
    api = new WrittenApi();
    operator = api.operator(folder);
  }

  @AfterEach
  void close() {
    api.close();
  }

  private static String line(int number) {
    return """
    {"time":"2026-05-01T11:30:00Z","component":"c","pod":"p","line":"line %d"}\
    """
        .formatted(number);
  }

  @Test
  void metricsAreReadableWithoutBrackets() {
    api.answer(
        "GET organizations/acme/installs/" + INSTALL + "/metrics?since=2026-05-01T11%3A00%3A00Z",
        "{\"items\":[{\"name\":\"heap\",\"labels\":{\"job\":\"runner\",\"pod\":\"p-0\"},"
            + "\"value\":3.0578344E7,\"time\":\"2026-05-01T11:59:00Z\"}]}");
    assertThat(operator.run("metrics", INSTALL, "--limit", "200").out())
        .contains("job=runner,pod=p-0", "30578344 ");
  }

  @Test
  void noLogsAreAnsweredWithHowToAskForSome() {
    api.answer(
        "GET organizations/acme/installs/"
            + INSTALL
            + "/logs?since=2026-05-01T11%3A00%3A00Z&limit=201",
        "{\"items\":[]}");
    assertThat(operator.run("logs", INSTALL, "--limit", "200").out())
        .contains("bowline capture start " + INSTALL);
    assertThat(operator.run("logs", INSTALL, "--limit", "200", "-o", "json").out())
        .isEqualTo("[ ]\n");
  }

  @Test
  void followingLogsGoesOnAfterTheLastEventWhenTheStreamBreaks() {
    String path = "GET organizations/acme/installs/one/logs/stream?since=2026-05-01T11%3A00%3A00Z";
    api.answer(
        path,
        200,
        "text/event-stream",
        ": following\n\nevent: lines\nid: a\ndata: [%s,%s]\n\nevent: gap\ndata: {\"reason\":\"deleted\"}\n\nevent: lines\nid: b\ndata: [%s"
            .formatted(line(1), line(2), line(3)));
    api.whenAsked(_ -> {
      if (seen.incrementAndGet() == 2) {
        api.answer(
            path,
            200,
            "text/event-stream",
            "event: lines\nid: b\ndata: [%s]\n\n".formatted(line(3)));
      } else if (seen.get() > 2) {
        api.answer(path, 401, "text/plain", "");
      }
    });
    Run run = operator.run("logs", "one", "--follow", "-o", "json");
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.out().lines()).hasSize(3).allMatch(line -> line.startsWith("{\"time\":"));
    assertThat(run.out())
        .containsOnlyOnce("line 1")
        .containsOnlyOnce("line 2")
        .containsOnlyOnce("line 3");
    assertThat(run.err()).contains("deleted");
    assertThat(api.asked())
        .extracting(WrittenApi.Asked::lastEvent)
        .containsExactly("null", "a", "b");
  }

  @Test
  void moreLinesThanOnePageAreAskedForPageByPageAndPrintedInTheOrderOfTime() {
    String path = "GET organizations/acme/installs/one/logs?grep=a+b&match=pod%3Dx*&since=";
    String since = "2026-05-01T11%3A00%3A00Z";
    api.answer(
        path + since + "&limit=3",
        "{\"items\":[%s,%s],\"next\":\"older\"}".formatted(line(2), line(3)));
    api.answer(path + since + "&limit=1&cursor=older", "{\"items\":[%s]}".formatted(line(1)));
    Run run = operator.run("logs", "one", "--tail", "2", "--grep", "a b", "--match", "pod=x*");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().indexOf("line 2")).isPositive().isLessThan(run.out().indexOf("line 3"));
    assertThat(run.out()).doesNotContain("line 1");
  }

  @Test
  void metricsOfATimeAreOneLineASeriesForPeopleAndEveryPointForMachines() {
    api.answer(
        "GET organizations/acme/installs/one/metrics/range?name=up&since=2026-05-01T11%3A00%3A00Z"
            + "&step=1m",
        """
        {"items":[{"name":"up","labels":{"pod":"p"},"points":[
          {"time":"2026-05-01T11:30:00Z","value":1.0},
          {"time":"2026-05-01T11:31:00Z","value":3.0}]}]}
        """);
    Run table = operator.run("metrics", "one", "--name", "up", "--step", "1m");
    assertThat(table.code()).as(table.err()).isZero();
    assertThat(table.out()).contains("POINTS").contains("▁█").contains("2026-05-01T11:31:00Z");
    Run json = operator.run("metrics", "one", "--name", "up", "--step", "1m", "-o", "json");
    assertThat(json.out()).contains("\"value\" : 3.0");
  }

  @Test
  void timesAreSpansOrMoments() {
    api.answer(
        "GET organizations/acme/installs/"
            + INSTALL
            + "/logs?since=2026-05-01T11%3A00%3A00Z&limit=1000",
        "{\"items\":[]}");
    operator.run("logs", INSTALL, "--since", "1h");
    assertThat(api.asked().getLast().request()).contains("since=2026-05-01T11%3A00%3A00Z");
    assertThat(operator.run("logs", INSTALL, "--since", "yesterday").code()).isEqualTo(2);
  }
}
