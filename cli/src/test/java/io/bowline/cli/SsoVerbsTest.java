package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.cli.platform.World;
import io.bowline.cli.session.Shell;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bowline org sso`, `bowline team` and `bowline sign-in --sso`.
class SsoVerbsTest {
  private static final String NONE =
      "{\"title\":\"Not found\",\"status\":404,\"detail\":\"Register this callback: https://b/cb\"}";
  private static final String SIGNED_IN =
      "{\"organization\":\"o1\",\"member\":\"m1\",\"session\":\"s1\",\"token\":\"bwls_x\","
          + "\"expiresAt\":\"2026-05-08T12:00:00Z\"}";

  @TempDir private Path folder;
  private WrittenApi api;

  @BeforeEach
  void serve() throws IOException {
    api = new WrittenApi();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private WrittenApi.Asked last() {
    return api.asked().getLast();
  }

  @Test
  void aProviderIsSetWithItsSecretFromAFile() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "the-secret\n");
    api.answer("GET organizations/acme/sso", 404, "application/problem+json", NONE);
    api.answer("PUT organizations/acme/sso", "{\"issuer\":\"https://login.example.com\"}");
    Run set =
        api.operator(folder)
            .run(
                "org",
                "sso",
                "set",
                "--issuer",
                "https://login.example.com",
                "--client-id",
                "b",
                "--client-secret-file",
                secret.toString(),
                "--role",
                "dev=operator",
                "--role",
                "own=owner",
                "--joining",
                "off");
    assertThat(set.code()).as(set.err()).isZero();
    assertThat(last().body())
        .contains("\"clientSecret\":\"the-secret\"", "\"dev\":\"operator\"", "\"own\":\"owner\"")
        .contains("\"joining\":false")
        .doesNotContain("localSignIn", "scopes");
  }

  @Test
  void whatIsNotGivenStays() {
    api.answer(
        "GET organizations/acme/sso",
        """
        {"issuer":"https://login.example.com","clientId":"b","clientSecret":"********",
         "scopes":["email"],"groupsClaim":"groups","roles":{"dev":"viewer"},"joining":true,
         "trustEmails":false,"localSignIn":true,"proven":true,"callback":"https://b/cb"}
        """);
    api.answer("PUT organizations/acme/sso", "{}");
    Run off = api.operator(folder).run("org", "sso", "set", "--passwords", "off");
    assertThat(off.code()).as(off.err()).isZero();
    assertThat(last().body())
        .contains("\"localSignIn\":false", "\"clientSecret\":\"********\"", "\"dev\":\"viewer\"")
        .doesNotContain("proven", "callback");
    Run wrong = api.operator(folder).run("org", "sso", "set", "--passwords", "maybe");
    assertThat(wrong.code()).isNotZero();
    assertThat(wrong.err()).contains("--passwords is on or off");
  }

  @Test
  void whereThereIsNoneTheCallbackIsSaid() {
    api.answer("GET organizations/acme/sso", 404, "application/problem+json", NONE);
    Run show = api.operator(folder).run("org", "sso", "show");
    assertThat(show.code()).isNotZero();
    assertThat(show.err()).contains("https://b/cb");
  }

  @Test
  void aTeamIsMappedToAGroup() {
    api.answer("PUT organizations/acme/teams/platform", "{\"name\":\"platform\",\"group\":\"g\"}");
    Run map =
        api.operator(folder).run("team", "map", "platform", "--group", "g", "--role", "admin");
    assertThat(map.code()).as(map.err()).isZero();
    assertThat(last().body()).isEqualTo("{\"group\":\"g\",\"role\":\"admin\"}");
  }

  /// A run that is under way, and the address that it shows.
  private final class Under {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicReference<Integer> code = new AtomicReference<>();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    Under(Function<URI, Optional<String>> typed, String... more) {
      var watched =
          new PrintWriter(out) {
            @Override
            public void println(String line) {
              super.println(line);
              lines.add(line);
            }
          };
      Shell shell =
          new Shell(
              watched,
              new PrintWriter(err),
              new ByteArrayInputStream(new byte[0]),
              Map.of("BOWLINE_CONFIG", folder.resolve("cli.json").toString()),
              folder,
              new Typing(typed));
      String[] first = {"sign-in", api.base().toString(), "--org", "acme", "--sso"};
      String[] all = Arrays.copyOf(first, first.length + more.length);
      System.arraycopy(more, 0, all, first.length, more.length);
      Thread.ofVirtual()
          .start(() -> {
            code.set(Bowline.run(shell, all));
            ended.countDown();
          });
    }

    URI shown() throws InterruptedException {
      assertThat(lines.poll(30, TimeUnit.SECONDS)).isEqualTo("Open this address in a browser:");
      return URI.create(lines.poll(30, TimeUnit.SECONDS));
    }

    int end() throws InterruptedException {
      assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
      return code.get();
    }

    private final class Typing implements World {
      private final Function<URI, Optional<String>> typed;

      Typing(Function<URI, Optional<String>> typed) {
        this.typed = typed;
      }

      @Override
      public Instant now() {
        return Run.NOW;
      }

      @Override
      public UUID freshName() {
        return new UUID(1, 2);
      }

      @Override
      public void pause(Duration length) {}

      @Override
      public Optional<String> ask(String question, boolean hidden) {
        try {
          return typed.apply(shown());
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private static Map<String, String> query(URI address) {
    return Arrays.stream(address.getQuery().split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  private static int visit(Map<String, String> asked, String query) throws Exception {
    URI door = URI.create("http://127.0.0.1:%s/callback?%s".formatted(asked.get("port"), query));
    try (HttpClient browser = HttpClient.newHttpClient()) {
      return browser
          .send(HttpRequest.newBuilder(door).build(), HttpResponse.BodyHandlers.ofString())
          .statusCode();
    }
  }

  @Test
  void aBrowserComesToTheDoorAndTheSessionIsFetched() throws Exception {
    api.answer("POST sign-in/sso/exchange", SIGNED_IN);
    Under run = new Under(_ -> Optional.empty());
    URI shown = run.shown();
    assertThat(shown.toString()).startsWith(api.base() + "/api/v1/sign-in/sso/acme?");
    Map<String, String> asked = query(shown);
    assertThat(visit(asked, "code=stolen&state=somebody-elses")).isEqualTo(404);
    assertThat(visit(asked, "code=a-code&state=" + asked.get("state"))).isEqualTo(200);
    assertThat(run.end()).as(run.err.toString()).isZero();
    assertThat(run.out.toString()).contains("member m1 until 2026").doesNotContain("bwls_x");
    assertThat(Files.readString(folder.resolve("cli.json"))).contains("bwls_x", "o1");

    String body = last().body();
    assertThat(body).contains("\"code\":\"a-code\"");
    String verifier = body.replaceAll(".*\"verifier\":\"([^\"]*)\".*", "$1");
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
    assertThat(asked)
        .containsEntry("challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    assertThat(shown.toString()).doesNotContain(verifier);
  }

  @Test
  void whoIsNotLetInIsToldWhy() throws Exception {
    Under run = new Under(_ -> Optional.empty());
    Map<String, String> asked = query(run.shown());
    visit(asked, "error=None+of+your+groups+has+a+role+here.&state=" + asked.get("state"));
    assertThat(run.end()).isNotZero();
    assertThat(run.err.toString()).contains("None of your groups has a role here.");
    assertThat(folder.resolve("cli.json")).doesNotExist();
  }

  @Test
  void fromABrowserElsewhereItsLastAddressIsCopied() throws Exception {
    api.answer("POST sign-in/sso/exchange", SIGNED_IN);
    Under run =
        new Under(
            shown -> {
              Map<String, String> asked = query(shown);
              return Optional.of(
                  "http://127.0.0.1:%s/callback?code=c&state=%s "
                      .formatted(asked.get("port"), asked.get("state")));
            },
            "--paste");
    assertThat(run.end()).as(run.err.toString()).isZero();
    assertThat(last().body()).contains("\"code\":\"c\"");
  }

  @Test
  void anAddressAndSingleSignOnExcludeEachOther() {
    Run both =
        new Run.User(folder, Map.of(), "")
            .run("sign-in", api.base().toString(), "--org", "a", "--sso", "--email", "a@b.c");
    assertThat(both.err()).contains("give --email ADDRESS, or --sso");
    Run none =
        new Run.User(folder, Map.of(), "").run("sign-in", api.base().toString(), "--org", "a");
    assertThat(none.err()).contains("give --email ADDRESS, or --sso");
  }
}
