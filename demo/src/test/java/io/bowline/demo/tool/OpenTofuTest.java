package io.bowline.demo.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bowline.model.artifact.Digest;
import io.bowline.release.archive.FileTree;
import io.bowline.release.archive.TreeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenTofuTest {
  private static final String PATH = "/tofu.tar.gz";
  private static final Duration GENEROUS = Duration.ofSeconds(60);

  @TempDir Path cache;

  private final List<String> said = new ArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  @Test
  void it_is_fetched_once_after_saying_so_and_found_in_the_cache_from_then_on() throws IOException {
    byte[] archive = archive();
    answer(PATH, exchange -> send(exchange, archive));
    OpenTofu tofu = tofu(PATH, Digest.of(archive), GENEROUS);

    Path home = tofu.folder(said::add);

    assertThat(home.resolve("tofu")).isExecutable().hasContent("#!/bin/sh\necho the program\n");
    assertThat(home.resolve("LICENSE")).exists();
    assertThat(Files.isExecutable(home.resolve("LICENSE"))).isFalse();
    assertThat(said.getFirst()).contains("Fetching OpenTofu " + Pin.VERSION, home.toString());
    assertThat(said.getLast()).contains("its checksum is right");
    said.clear();

    assertThat(tofu.folder(said::add)).isEqualTo(home);

    assertThat(said).isEmpty();
    assertThat(asked).hasValue(1);
    assertNothingButTheProgramIsLeft();
  }

  @Test
  void a_redirect_is_followed_as_the_release_page_gives_one() throws IOException {
    byte[] archive = archive();
    answer("/stored", exchange -> send(exchange, archive));
    answer(
        PATH,
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/stored");
          exchange.sendResponseHeaders(302, -1);
        });

    assertThat(tofu(PATH, Digest.of(archive), GENEROUS).folder(said::add).resolve("tofu"))
        .isExecutable();
  }

  @Test
  void other_bytes_than_the_pinned_ones_are_thrown_away_unopened() throws IOException {
    answer(PATH, exchange -> send(exchange, archive()));
    Digest other = Digest.of("something else".getBytes(StandardCharsets.UTF_8));

    assertRefused(tofu(PATH, other, GENEROUS), "not the pinned " + other.hex(), "thrown away");
  }

  @Test
  void a_download_that_is_cut_off_is_told_as_such() throws IOException {
    byte[] archive = archive();
    answer(
        PATH,
        exchange -> {
          exchange.sendResponseHeaders(200, archive.length);
          exchange.getResponseBody().write(archive, 0, archive.length / 2);
          exchange.getResponseBody().flush();
          // closed with half of what was promised
          exchange.close();
        });

    assertRefused(tofu(PATH, Digest.of(archive), GENEROUS), "broke off");
  }

  @Test
  void a_download_that_stalls_is_given_up() throws IOException {
    byte[] archive = archive();
    answer(
        PATH,
        exchange -> {
          exchange.sendResponseHeaders(200, archive.length);
          exchange.getResponseBody().write(archive, 0, 10);
          exchange.getResponseBody().flush();
          await(over);
        });

    assertRefused(tofu(PATH, Digest.of(archive), Duration.ofSeconds(2)), "broke off");
  }

  @Test
  void an_answer_without_end_is_refused_at_the_limit() throws IOException {
    byte[] block = new byte[64 * 1024];
    answer(
        PATH,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < 100; i++) {
              out.write(block);
            }
          }
        });
    var small = new Download(HttpClient.newHttpClient(), 1L << 20, GENEROUS);

    assertRefused(
        new OpenTofu(Optional.of(pin(PATH, Digest.of(archive()))), cache, small),
        "larger than 1048576 bytes");
  }

  @Test
  void what_is_not_there_is_named_with_the_answer() throws IOException {
    assertRefused(tofu(PATH, Digest.of(archive()), GENEROUS), PATH + " answered 404");
  }

  @Test
  void a_machine_without_the_network_is_told_what_cannot_be_reached() throws IOException {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    URI nobody = URI.create("http://127.0.0.1:" + free + PATH);
    var tofu =
        new OpenTofu(
            Optional.of(new Pin(nobody, Digest.of(archive()), "x")),
            cache,
            new Download(HttpClient.newHttpClient(), 1L << 20, GENEROUS));

    assertRefused(tofu, nobody + " cannot be reached");
  }

  @Test
  void an_archive_that_reaches_out_of_its_folder_is_not_opened_even_when_it_is_the_pinned_one()
      throws IOException {
    byte[] evil = Evil.archive("../../outside", "tofu");
    answer(PATH, exchange -> send(exchange, evil));

    assertRefused(tofu(PATH, Digest.of(evil), GENEROUS), "../../outside");
  }

  @Test
  void an_archive_without_the_program_is_refused() throws IOException {
    byte[] empty = FileTree.of(Map.of("README.md", TreeFile.text("nothing"))).pack();
    answer(PATH, exchange -> send(exchange, empty));

    assertRefused(tofu(PATH, Digest.of(empty), GENEROUS), "holds no program");
  }

  @Test
  void two_demos_that_fetch_at_once_both_get_it() throws Exception {
    byte[] archive = archive();
    answer(PATH, exchange -> send(exchange, archive));
    Callable<Path> one = () -> tofu(PATH, Digest.of(archive), GENEROUS).folder(line -> {});
    try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var each : both.invokeAll(List.of(one, one))) {
        assertThat(each.get().resolve("tofu")).isExecutable();
      }
    }
    assertNothingButTheProgramIsLeft();
  }

  @Test
  void there_is_a_pin_for_every_machine_that_the_launcher_has_a_jdk_for_and_for_no_unknown_one() {
    assertThat(Pin.of("Linux", "amd64")).isPresent();
    assertThat(Pin.of("Linux", "aarch64")).isPresent();
    assertThat(Pin.of("Mac OS X", "aarch64").orElseThrow().address().toString())
        .startsWith("https://")
        .endsWith("tofu_" + Pin.VERSION + "_darwin_arm64.tar.gz");
    assertThat(Pin.of("Linux", "riscv64")).isEmpty();
  }

  @Test
  void a_machine_that_has_no_pin_is_told_so() {
    var tofu =
        new OpenTofu(
            Optional.empty(), cache, new Download(HttpClient.newHttpClient(), 1L << 20, GENEROUS));

    assertThatThrownBy(() -> tofu.folder(said::add))
        .isInstanceOf(NotFetched.class)
        .hasMessageContaining("no pinned OpenTofu");
  }

  private void assertRefused(OpenTofu tofu, String... words) throws IOException {
    assertThatThrownBy(() -> tofu.folder(said::add))
        .isInstanceOf(NotFetched.class)
        .hasMessageContainingAll(words);
    assertThat(cache.resolve("tofu").resolve("x")).doesNotExist();
    assertNothingButTheProgramIsLeft();
  }

  private void assertNothingButTheProgramIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(cache.resolve("tofu"))) {
      assertThat(left.map(Path::getFileName).map(Path::toString)).isSubsetOf("x");
    }
  }

  private OpenTofu tofu(String path, Digest digest, Duration patience) {
    HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    return new OpenTofu(
        Optional.of(pin(path, digest)), cache, new Download(client, 1L << 20, patience));
  }

  private Pin pin(String path, Digest digest) {
    var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    return new Pin(address, digest, "x");
  }

  private static byte[] archive() {
    return FileTree.of(
            Map.of(
                "tofu",
                new TreeFile(
                    "#!/bin/sh\necho the program\n".getBytes(StandardCharsets.UTF_8), true),
                "LICENSE",
                TreeFile.text("free")))
        .pack();
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private void answer(String path, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          asked.incrementAndGet();
          try (exchange) {
            answer.to(exchange);
          }
        });
  }

  private static void send(HttpExchange exchange, byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
