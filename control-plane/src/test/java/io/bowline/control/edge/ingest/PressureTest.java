package io.bowline.control.edge.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.grpc.LinkServer;
import io.bowline.control.edge.grpc.TestRunner;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.control.telemetry.DiskReserve;
import io.bowline.control.telemetry.Telemetry;
import io.bowline.control.telemetry.TestRoom;
import io.bowline.proto.wire.RemoteWrite1;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xerial.snappy.Snappy;

/// What the ports for logs and metrics answer when too much comes, too slowly, or when there is no
/// room: so that a sender keeps what it has and sends it again.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
@Timeout(180)
class PressureTest {
  private static final long PLENTY = 1L << 40;

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject LinkServer link;
  @Inject TakenIngest ingest;
  @TempDir Path folder;

  private final AtomicLong free = new AtomicLong(PLENTY);
  private Telemetry telemetry;
  private IngestServers servers;
  private Sender sender;

  @BeforeEach
  void enroll() {
    // a clock that is always later: each push looks at the disk anew
    var looks = new AtomicLong();
    InstantSource later = () -> Instant.EPOCH.plusSeconds(10 * looks.incrementAndGet());
    telemetry =
        new Telemetry(
            folder, TestRoom.sizes(1 << 20, 100, 10), new DiskReserve(1 << 20, free::get, later));
    sender = new Sender(runner("one"), TestTrust.of(authority));
  }

  @AfterEach
  void close() throws IOException {
    TakenIngest.from(servers);
    telemetry.close();
  }

  private TestRunner runner(String install) {
    TestCaller staff =
        TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    String installs = "/api/v1/organizations/" + staff.organization() + "/installs";
    Answer made =
        staff.post(
            installs,
            """
            {"name":"%s","product":"acme/streaming","cloud":"byok","region":"r","account":"a"}\
            """
                .formatted(install));
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    String tokens = installs + "/" + made.body().path("id").asText() + "/enrollment-tokens";
    var runner = new TestRunner(link.port().orElseThrow(), authority.bundle());
    runner.enroll(staff.post(tokens, "{}").body().path("token").asText(), "a", "r");
    return runner;
  }

  private void open(TestPorts settings) {
    servers = ingest.again(settings, telemetry, new SimpleMeterRegistry(), InstantSource.system());
  }

  private HttpResponse<String> logs(Sender from, String json) throws Exception {
    return from.push(
        servers.ports().getFirst(),
        "/loki/api/v1/push",
        json.getBytes(UTF_8),
        "Content-Type",
        "application/json");
  }

  private static String push(int stream, int bytes) {
    return """
    {"streams":[{"stream":{"app":"a-%d"},"values":[["1777636800000000000","%s"]]}]}\
    """
        .formatted(stream, "x".repeat(bytes));
  }

  private static void later(HttpResponse<String> answer, int status, String why) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(why);
    assertThat(Long.parseLong(answer.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1L, 120L);
  }

  @Test
  void anInstallThatSendsTooMuchASecondWaitsAndItsNeighbourDoesNot() throws Exception {
    open(TestPorts.at(0, 0).perInstall(1_000, 64, 1_000));
    // the burst of some seconds, and a body larger than what is left
    assertThat(logs(sender, push(1, 3_000)).statusCode()).isEqualTo(204);
    assertThat(logs(sender, push(1, 90_000)).statusCode()).isEqualTo(204);
    later(logs(sender, push(1, 10)), 429, "more than 1000 bytes a second");
    var neighbour = new Sender(runner("neighbour"), TestTrust.of(authority));
    assertThat(logs(neighbour, push(1, 10)).statusCode()).isEqualTo(204);
  }

  @Test
  void aLabelThatTakesEverNewValuesIsStoppedWhileKnownStreamsGoOn() throws Exception {
    open(TestPorts.at(0, 0).perInstall(PLENTY, 64, 5));
    for (int i = 0; i < 5; i++) {
      assertThat(logs(sender, push(i, 1)).statusCode()).isEqualTo(204);
    }
    later(logs(sender, push(5, 1)), 429, "more than 5 different streams");
    assertThat(logs(sender, push(4, 1)).statusCode()).isEqualTo(204);
    later(series(6), 429, "more than 5 different series");
    assertThat(series(5).statusCode()).isEqualTo(204);
  }

  private HttpResponse<String> series(int count) throws Exception {
    var request = RemoteWrite1.WriteRequest.newBuilder();
    for (int i = 0; i < count; i++) {
      request.addTimeseries(
          RemoteWrite1.TimeSeries.newBuilder()
              .addLabels(RemoteWrite1.Label.newBuilder().setName("__name__").setValue("s" + i))
              .addSamples(RemoteWrite1.Sample.newBuilder().setTimestamp(1_777_636_800_000L)));
    }
    return sender.push(
        servers.ports().getLast(),
        "/api/v1/write",
        Snappy.compress(request.build().toByteArray()),
        "Content-Type",
        "application/x-protobuf",
        "Content-Encoding",
        "snappy");
  }

  @Test
  void whatAloneIsTooLargeIsRefusedForGood() throws Exception {
    open(TestPorts.at(0, 0));
    HttpResponse<String> line = logs(sender, push(1, LokiPush.MAX_LINE + 1));
    assertThat(line.statusCode()).isEqualTo(400);
    assertThat(line.body()).contains("line is longer");
    String labels =
        IntStream.range(0, 41)
            .mapToObj(i -> "\"l%d\":\"v\"".formatted(i))
            .collect(Collectors.joining(","));
    HttpResponse<String> many =
        logs(sender, "{\"streams\":[{\"stream\":{%s},\"values\":[]}]}".formatted(labels));
    assertThat(many.statusCode()).isEqualTo(400);
    assertThat(many.body()).contains("41 labels");
    assertThat(line.headers().firstValue("Retry-After")).isEmpty();
  }

  @Test
  @Tag("C46.ships")
  void aDiskThatIsNearlyFullTakesNothingMoreUntilThereIsRoom() throws Exception {
    open(TestPorts.at(0, 0));
    assertThat(logs(sender, push(1, 1)).statusCode()).isEqualTo(204);
    free.set(1_000);
    later(logs(sender, push(1, 1)), 503, "no room");
    later(series(1), 503, "no room");
    free.set(PLENTY);
    assertThat(logs(sender, push(1, 1)).statusCode()).isEqualTo(204);
  }

  @Test
  void slowClientsHoldNothingUpAndAreCutOffAndSoAreSilentOnes() throws Exception {
    open(TestPorts.at(0, 0).with(Duration.ofSeconds(5)));
    List<SSLSocket> slow = new ArrayList<>();
    try (SSLSocket silent = sender.socket(servers.ports().getFirst());
        SSLSocket refused = begun(100_000_000, "x".repeat(Body.MAX_COMPRESSED + 1))) {
      // more of them than pushes are worked on at once
      for (int i = 0; i < 70; i++) {
        slow.add(begun(10_000_000, "{\"streams\":"));
      }
      assertThat(logs(sender, push(1, 1)).statusCode()).isEqualTo(204);
      for (SSLSocket socket : slow) {
        assertThat(rest(socket)).startsWith("HTTP/1.1 503 ").contains("did not arrive whole");
      }
      assertThat(rest(refused)).startsWith("HTTP/1.1 413 ");
      assertThat(rest(silent)).isEmpty();
    } finally {
      for (SSLSocket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void bodiesThatArriveTogetherAreBoundedTogetherAndTheRoomComesBack() throws Exception {
    open(TestPorts.at(0, 0).arriving(1_000_000));
    try (SSLSocket first = begun(2_000_000, "x".repeat(900_000))) {
      later(whenAnswered(503), 503, "too much is arriving");
      assertThat(logs(sender, push(1, 10)).statusCode()).isEqualTo(204);
      assertThat(first.isConnected()).isTrue();
    }
    whenAnswered(204);
  }

  /// Pushes until the answer is this one: the other side has then seen what a socket did.
  private HttpResponse<String> whenAnswered(int status) throws Exception {
    var never = new CountDownLatch(1);
    HttpResponse<String> answer = logs(sender, push(1, 200_000));
    for (int i = 0; i < 600 && answer.statusCode() != status; i++) {
      assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
      answer = logs(sender, push(1, 200_000));
    }
    assertThat(answer.statusCode()).isEqualTo(status);
    return answer;
  }

  /// Begins a push that says how long it will be, and sends no more of it than this.
  private SSLSocket begun(int length, String part) throws IOException {
    SSLSocket socket = sender.socket(servers.ports().getFirst());
    String head =
        """
        POST /loki/api/v1/push HTTP/1.1
        Host: localhost
        Content-Type: application/json
        Content-Length: %d

        """
            .formatted(length)
            .replace("\n", "\r\n");
    socket.getOutputStream().write((head + part).getBytes(UTF_8));
    socket.getOutputStream().flush();
    return socket;
  }

  /// All that comes until the other side closes.
  private static String rest(SSLSocket socket) throws IOException {
    socket.setSoTimeout(90_000);
    try (InputStream in = socket.getInputStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
