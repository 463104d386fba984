package io.bowline.control.edge.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.grpc.LinkServer;
import io.bowline.control.edge.grpc.TestRunner;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.install.RunningInstall;
import io.bowline.control.org.TestOwner;
import io.bowline.proto.wire.RemoteWrite1;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xerial.snappy.Snappy;

/// What a runner pushes to the two ports with its certificate, and what an operator reads of it.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
@Timeout(300)
class IngestTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject RunningInstall running;
  @Inject IngestServers servers;
  @Inject LinkServer link;

  private TestCaller staff;
  private String install;
  private Sender sender;

  @BeforeEach
  void enroll() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    String org = staff.organization();
    String installs = "/api/v1/organizations/" + org + "/installs";
    String id =
        created(
            installs,
            """
            {"name":"%s","product":"acme/streaming","cloud":"byok","region":"local","account":"one"}\
            """
                .formatted(fresh("install")));
    install = installs + "/" + id;
    Answer token = staff.post(install + "/enrollment-tokens", "{}");
    assertThat(token.status()).as(token.raw().body()).isEqualTo(201);
    var runner = new TestRunner(link.port().orElseThrow(), authority.bundle());
    runner.enroll(token.body().path("token").asText(), "one", "local");
    sender = new Sender(runner, TestTrust.of(authority));
  }

  private static String fresh(String what) {
    return what + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  private String created(String path, String json) {
    Answer answer = staff.post(path, json);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    return answer.body().path("id").asText();
  }

  private HttpResponse<String> logs(String body, String... headers) throws Exception {
    var all = new ArrayList<>(List.of("Content-Type", "application/json"));
    all.addAll(List.of(headers));
    return sender.push(
        servers.ports().getFirst(),
        "/loki/api/v1/push",
        body.getBytes(UTF_8),
        all.toArray(String[]::new));
  }

  private void log(long nanosAfterNoon, String... lines) throws Exception {
    var body = JSON.createObjectNode();
    var stream = body.putArray("streams").addObject();
    stream.putObject("stream").put("component", "broker").put("pod", "broker-0");
    var values = stream.putArray("values");
    for (String line : lines) {
      values.addArray().add(NOON.getEpochSecond() + "%09d".formatted(nanosAfterNoon)).add(line);
    }
    assertThat(logs(body.toString()).statusCode()).isEqualTo(204);
  }

  private static String[] lines(int from, int until) {
    return IntStream.range(from, until).mapToObj(n -> "line " + n).toArray(String[]::new);
  }

  private static List<String> texts(JsonNode lines) {
    return lines.valueStream().map(line -> line.path("line").asText()).toList();
  }

  @Test
  @Tag("C46.ships")
  @Tag("C15.ingest-logs")
  void linesOfOneMomentAreReadPageByPageEachOnce() throws Exception {
    log(5, lines(0, 300));
    log(5, lines(300, 500));
    List<String> read = new ArrayList<>();
    String query = "/logs?since=2026-05-01T11:59:00Z&until=2026-05-01T12:01:00Z&limit=97";
    for (String cursor = ""; ; ) {
      Answer page = staff.get(install + query + cursor);
      assertThat(page.status()).as(page.raw().body()).isEqualTo(200);
      read.addAll(0, texts(page.body().path("items")));
      String next = page.body().path("next").asText("");
      if (next.isEmpty()) {
        break;
      }
      cursor = "&cursor=" + next;
    }
    assertThat(read).containsExactly(lines(0, 500));
    assertThat(
            texts(staff.get(install + query + "&grep=line+17&order=oldest").body().path("items")))
        .containsExactly(
            "line 17",
            "line 170",
            "line 171",
            "line 172",
            "line 173",
            "line 174",
            "line 175",
            "line 176",
            "line 177",
            "line 178",
            "line 179");
    assertThat(staff.get(install + query + "&match=pod%3Dother").body().path("items")).isEmpty();
  }

  @Test
  void aBatchThatIsSentAgainAfterALostAnswerIsThereOnce() throws Exception {
    String body =
        """
        {"streams":[{"stream":{"component":"broker"},"values":[["1777636800000000000","once"]]}]}\
        """;
    assertThat(logs(body, "X-Bowline-Batch", "spool:1").statusCode()).isEqualTo(204);
    assertThat(logs(body, "X-Bowline-Batch", "spool:1").statusCode()).isEqualTo(204);
    Answer read = staff.get(install + "/logs?since=2026-05-01T11:59:00Z");
    assertThat(texts(read.body().path("items"))).containsExactly("once");
  }

  /// One connection to the stream.
  private final class Follower implements AutoCloseable {
    private final InputStream in;
    private final BufferedReader text;
    private String id = "";

    Follower(String query, String after) throws IOException, InterruptedException {
      var request = staff.request(install + "/logs/stream?" + query);
      if (!after.isEmpty()) {
        request.header("Last-Event-ID", after);
      }
      in =
          staff
              .client()
              .send(request.GET().build(), HttpResponse.BodyHandlers.ofInputStream())
              .body();
      text = new BufferedReader(new InputStreamReader(in, UTF_8));
    }

    /// Reads whole events until there are so many lines.
    List<String> take(int atLeast) throws IOException {
      List<String> lines = new ArrayList<>();
      String last = id;
      while (lines.size() < atLeast) {
        String line = text.readLine();
        assertThat(line).as("the stream goes on").isNotNull();
        if (line.startsWith("id:")) {
          last = line.substring(3).strip();
        } else if (line.startsWith("data:")) {
          lines.addAll(texts(JSON.readTree(line.substring(5))));
          id = last;
        }
      }
      return lines;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  @Test
  void whoFollowsSeesThePastThenWhatArrivesEachLineOnceAlsoAfterReconnects() throws Exception {
    log(9, lines(700, 750));
    log(5, lines(0, 700));
    String query = "since=2026-05-01T11:59:00Z";
    List<String> seen = new ArrayList<>();
    String place;
    try (var follower = new Follower(query, "")) {
      seen.addAll(follower.take(1));
      place = follower.id;
    }
    // cut in mid-past; more arrives before the reader is back
    log(9, lines(750, 800));
    try (var follower = new Follower(query, place)) {
      seen.addAll(follower.take(800 - seen.size()));
      // what comes late, with an old time, is new to who follows
      log(1, lines(800, 900));
      seen.addAll(follower.take(1));
      place = follower.id;
    }
    log(1, lines(900, 1000));
    try (var follower = new Follower(query, place)) {
      seen.addAll(follower.take(1000 - seen.size()));
    }
    assertThat(seen).containsExactly(lines(0, 1000));
  }

  @Test
  void aTailBeginsWithItsNewestLinesAndAFilterHoldsForWhatArrivesToo() throws Exception {
    log(5, lines(0, 50));
    try (var follower = new Follower("since=2026-05-01T11:59:00Z&tail=2&grep=line+4", "")) {
      assertThat(follower.take(2)).containsExactly("line 48", "line 49");
      log(6, "line 5", "line 4000", "other");
      assertThat(follower.take(1)).containsExactly("line 4000");
    }
  }

  @Test
  void aPlaceThatIsNoneIsRefused() {
    var request = staff.request(install + "/logs/stream").header("Last-Event-ID", "nonsense").GET();
    assertThat(staff.send(request).status()).isEqualTo(422);
  }

  @Test
  @Tag("C32.audited")
  void aCaptureIsAuditedWithWhoWhichLogsAndForHowLong() throws IOException {
    String[] ids = install.split("/", -1);
    running.of(ids[4], ids[6], "broker", "connector");
    Answer asked =
        staff.post(
            install + "/captures",
            """
            {"components":["broker","connector"],"until":"%s"}\
            """
                .formatted(Instant.now().plusSeconds(900)));
    assertThat(asked.status()).as(asked.raw().body()).isEqualTo(201);
    String org = install.substring(0, install.indexOf("/installs"));
    JsonNode entry = staff.get(org + "/audit").body().path("items").path(0);
    assertThat(entry.path("action").asText()).isEqualTo("job.capture-logs");
    assertThat(entry.path("subject").asText()).isEqualTo(asked.body().path("job").asText());
    assertThat(entry.path("actor").asText()).isNotBlank();
    JsonNode detail = JSON.readTree(entry.path("detail").asText());
    assertThat(detail.path("install").asText())
        .isEqualTo(install.substring(install.lastIndexOf('/') + 1));
    assertThat(detail.path("components").toString()).isEqualTo("[\"broker\",\"connector\"]");
    assertThat(detail.path("since")).isEqualTo(asked.body().path("since"));
    assertThat(detail.path("until")).isEqualTo(asked.body().path("until"));
  }

  private HttpResponse<String> samples(RemoteWrite1.WriteRequest.Builder request) throws Exception {
    return sender.push(
        servers.ports().getLast(),
        "/api/v1/write",
        Snappy.compress(request.build().toByteArray()),
        "Content-Type",
        "application/x-protobuf",
        "Content-Encoding",
        "snappy");
  }

  private static RemoteWrite1.Label.Builder label(String name, String value) {
    return RemoteWrite1.Label.newBuilder().setName(name).setValue(value);
  }

  @Test
  @Tag("C47.ships")
  @Tag("C15.ingest-metrics")
  void samplesAreReadAsARangeByNameLabelsAndStep() throws Exception {
    var request = RemoteWrite1.WriteRequest.newBuilder();
    for (String pod : List.of("broker-0", "broker-1", "connector-0")) {
      var series =
          RemoteWrite1.TimeSeries.newBuilder()
              .addLabels(label("__name__", "lag"))
              .addLabels(label("pod", pod));
      for (int second = 0; second < 120; second++) {
        series.addSamples(
            RemoteWrite1.Sample.newBuilder()
                .setTimestamp(NOON.plusSeconds(second).toEpochMilli())
                .setValue(second));
      }
      request.addTimeseries(series);
    }
    HttpResponse<String> taken = samples(request);
    assertThat(taken.statusCode()).isEqualTo(204);
    assertThat(taken.headers().firstValue("X-Prometheus-Remote-Write-Samples-Written"))
        .contains("360");

    String noon = "since=2026-05-01T12:00:00Z&until=2026-05-01T12:02:00Z&name=lag";
    JsonNode every = items("/metrics/range?" + noon + "&match=" + encoded("pod=broker-*"));
    assertThat(every.valueStream().map(s -> s.path("labels").path("pod").asText()))
        .containsExactly("broker-0", "broker-1");
    assertThat(every.path(0).path("points")).hasSize(120);

    JsonNode stepped =
        items("/metrics/range?" + noon + "&step=30s&match=" + encoded("pod!=broker-*"));
    assertThat(
            stepped
                .path(0)
                .path("points")
                .valueStream()
                .map(p -> p.path("time").asText() + " " + p.path("value").asInt()))
        .containsExactly(
            "2026-05-01T12:00:00Z 0",
            "2026-05-01T12:00:30Z 30",
            "2026-05-01T12:01:00Z 60",
            "2026-05-01T12:01:30Z 90",
            "2026-05-01T12:02:00Z 119");
    assertThat(items("/metrics?" + noon).path(0).path("value").asInt()).isEqualTo(119);

    assertThat(detail("/metrics/range?" + noon + "&step=1ms", 422)).contains("longer");
    assertThat(detail("/metrics/range?" + noon + "&step=fast", 422)).contains("30s");
    assertThat(detail("/metrics/range?" + noon + "&match=pod", 422)).contains("label=value");
    assertThat(detail("/metrics?since=2026-05-01T12:00:00Z&until=2026-05-01T11:00:00Z", 422))
        .contains("before");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private JsonNode items(String path) {
    Answer answer = staff.get(install + path);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer.body().path("items");
  }

  private String detail(String path, int status) {
    Answer answer = staff.get(install + path);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
    return answer.raw().body();
  }

  /// Senders of both protocols drop what is answered with 4xx, but for 429, and repeat the rest.
  @Test
  void whatCanNeverBeTakenIsAnsweredSoThatItIsNotSentAgain() throws Exception {
    assertThat(logs("{").statusCode()).isEqualTo(400);
    assertThat(logs("{}", "Content-Encoding", "br").statusCode()).isEqualTo(415);
    assertThat(logs("x".repeat(Body.MAX_COMPRESSED + 1)).statusCode()).isEqualTo(413);
    assertThat(
            sender
                .push(
                    servers.ports().getLast(),
                    "/api/v1/write",
                    Snappy.compress(new byte[Body.MAX_PLAIN + 1]),
                    "Content-Type",
                    "application/x-protobuf",
                    "Content-Encoding",
                    "snappy")
                .statusCode())
        .isEqualTo(413);
    assertThat(samples(RemoteWrite1.WriteRequest.newBuilder()).statusCode()).isEqualTo(204);
    assertThat(
            samples(
                    RemoteWrite1.WriteRequest.newBuilder()
                        .addTimeseries(
                            RemoteWrite1.TimeSeries.newBuilder().addLabels(label("pod", "x"))))
                .statusCode())
        .isEqualTo(400);
    assertThat(logs("{\"streams\":[]}", "X-Bowline-Batch", "x".repeat(101)).statusCode())
        .isEqualTo(400);
  }
}
