package io.bowline.control.edge.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.catalog.Catalog;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.ingest.IngestServers;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.control.platform.DataFolder;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.identity.Identity;
import io.bowline.model.release.MirroredImage;
import io.bowline.model.release.Release;
import io.bowline.proto.codec.LinkProtocol;
import io.bowline.proto.codec.LinkRefusal;
import io.bowline.proto.handover.HandoverKey;
import io.bowline.proto.wire.RemoteWrite1;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xerial.snappy.Snappy;

/// Certificates that name somebody else's organization, install or runner, on every port that reads
/// who calls from a certificate: each is answered as one that names nobody, and nothing is stored.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
@Tag("C5.tenant-matrix")
@Timeout(300)
class OtherPeoplesCertificatesTest {
  private static final byte[] LAYER = "theirs alone".getBytes(UTF_8);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final JobId SOME_JOB = new JobId(new UUID(1, 1));

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject IngestServers ingest;
  @Inject LinkServer link;
  @Inject DataFolder data;
  @Inject Catalog catalog;

  private TestCaller staff;
  private Party theirs;
  private Party own;
  private String repository;

  /// An organization with an install and its runner.
  private record Party(String org, String install, TestRunner runner) {
    Identity identity() {
      return runner.identity();
    }

    Shown shown() {
      return new Shown(runner.key, runner.chain.getFirst());
    }
  }

  @BeforeEach
  void twoParties() throws InterruptedException {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    theirs = party();
    own = party();
    repository = "acme/theirs-" + UUID.randomUUID().toString().substring(0, 8);
    publish();
  }

  @Test
  void whoNamesSomebodyElseIsAnsweredAsWhoNamesNobodyAndNothingIsStored() throws Exception {
    Map<String, Object> before = everything();
    var seen = new TreeMap<String, Integer>();
    for (Identity claimed : Claims.crossed(own.identity(), theirs.identity())) {
      Identity nobodys = Claims.nobodysInPlaceOf(theirs.identity(), claimed);
      Map<String, Shown.Answer> answers = asked(claimed, certified(claimed));
      assertThat(answers).as(claimed.uri()).isEqualTo(asked(nobodys, certified(nobodys)));
      answers.values().forEach(answer -> seen.merge(answer.status(), 1, Integer::sum));
    }
    // nobody came in anywhere
    assertThat(seen.keySet()).containsExactly("401", "PERMISSION_DENIED runner-unknown");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void aCertificateThatIsNoGoodSaysTheSameWhomeverItNames() throws Exception {
    Map<String, Object> before = everything();
    Identity victim = theirs.identity();
    Identity nobody = Claims.nobodys(victim);
    assertThat(asked(victim, selfMade(victim)))
        .isEqualTo(asked(nobody, selfMade(nobody)))
        .containsEntry("logs", Shown.Answer.NO_TLS)
        .containsEntry("metrics", Shown.Answer.NO_TLS);
    assertThat(asked(victim, ended(victim)))
        .isEqualTo(asked(nobody, ended(nobody)))
        .containsEntry("logs", Shown.Answer.NO_TLS)
        .containsEntry("metrics", Shown.Answer.NO_TLS);
    for (String domain :
        List.of(
            "bowline.local.evil.test",
            "Bowline.local",
            "root@bowline.local",
            "bowline.local/org/%s/install".formatted(victim.org()))) {
      Identity forged = Claims.in(domain, victim);
      Map<String, Shown.Answer> answers = asked(forged, certified(forged));
      Identity nobodys = Claims.in(domain.replace(victim.org() + "", nobody.org() + ""), nobody);
      assertThat(answers).as(domain).isEqualTo(asked(nobodys, certified(nobodys)));
      assertThat(answers.values().stream().map(Shown.Answer::status))
          .as(domain)
          .containsOnly("401", "UNAUTHENTICATED certificate-foreign");
    }
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void aRevokedRunnerIsToldSoOnItsLinkAndIsNobodyElsewhere() throws Exception {
    Identity revoked = own.identity();
    Shown shown = own.shown();
    assertThat(
            staff
                .delete("/api/v1/organizations/" + own.org() + "/runners/" + revoked.holder())
                .status())
        .isEqualTo(204);
    Map<String, Object> before = everything();
    Map<String, Shown.Answer> answers = new TreeMap<>(asked(revoked, shown));
    Identity nobody = Claims.nobodys(revoked);
    Map<String, Shown.Answer> nobodys = new TreeMap<>(asked(nobody, certified(nobody)));
    for (String call : List.of("renew", "connect", "credential")) {
      assertThat(answers.remove(call).status())
          .isEqualTo("PERMISSION_DENIED " + LinkRefusal.CERTIFICATE_REVOKED.word());
      nobodys.remove(call);
    }
    assertThat(answers).isEqualTo(nobodys);
    // its long-lived key brings it no further
    assertThat(called(() -> own.runner().recover(1)).status())
        .isEqualTo("PERMISSION_DENIED " + LinkRefusal.CERTIFICATE_REVOKED.word());
    assertThat(everything().get("theirs")).isEqualTo(before.get("theirs"));
  }

  @Test
  void aTrueCertificateReachesItsOwnAndNothingElseWhateverTheRequestSays() throws Exception {
    HttpClient client = own.shown().client(TestTrust.of(authority));
    Map<String, Object> before = everything();
    String line = "claims to be theirs";
    Map<String, String> named = new LinkedHashMap<>();
    named.put("Content-Type", "application/json");
    named.put("X-Scope-OrgID", theirs.org());
    named.put("X-Bowline-Install", theirs.install());
    named.put("X-Forwarded-Client-Cert", "URI=" + theirs.identity().uri());
    URI logs = port(ingest.ports().getFirst(), "/loki/api/v1/push?org=" + theirs.org());
    assertThat(Shown.send(client, "POST", logs, named, push(theirs.identity(), line)).status())
        .isEqualTo("204");
    assertThat(everything().get("theirs")).isEqualTo(before.get("theirs"));
    JsonNode kept =
        staff
            .get("/api/v1/organizations/%s/installs/%s/logs".formatted(own.org(), own.install()))
            .body()
            .path("items");
    assertThat(kept.path(0).path("line").asText()).isEqualTo(line);
    String nowhere = "acme/nowhere-" + UUID.randomUUID().toString().substring(0, 8);
    Map<String, Shown.Answer> foreign = registry(client, repository);
    assertThat(foreign).isEqualTo(registry(client, nowhere)).hasSizeGreaterThan(15);
    assertThat(foreign.values().stream().map(Shown.Answer::status)).doesNotContain("200", "201");
    HttpClient entitled = theirs.shown().client(TestTrust.of(authority));
    assertThat(registry(entitled, repository).get("GET /blobs/" + Digest.of(LAYER)).status())
        .isEqualTo("200");
  }

  @Test
  void noIdThatSomebodyElseMaySeeEnrollsOrRecovers() throws Exception {
    Map<String, Object> before = everything();
    Shown.Answer unknown = enrolled("bwle_" + "A".repeat(43));
    assertThat(unknown.status()).isEqualTo("UNAUTHENTICATED token-unknown");
    for (String guess :
        List.of(
            theirs.org(),
            theirs.install(),
            theirs.identity().holder().toString(),
            theirs.identity().uri(),
            owner.token(),
            "bwle_" + theirs.install(),
            "' or 1=1 --")) {
      assertThat(enrolled(guess)).as(guess).isEqualTo(unknown);
    }
    // a key that nobody has enrolled, shown with their certificate's identity or with none
    assertThat(called(() -> stranger().recover(1)).status())
        .isEqualTo("PERMISSION_DENIED runner-unknown");
    assertThat(everything()).isEqualTo(before);
  }

  private Shown certified(Identity identity) {
    KeyPair key = TestRunner.newKey();
    return new Shown(key, authority.certify(key.getPublic(), identity, HOUR));
  }

  private Shown ended(Identity identity) {
    KeyPair key = TestRunner.newKey();
    return new Shown(key, authority.certify(key.getPublic(), identity, Duration.ofMinutes(-1)));
  }

  private Shown selfMade(Identity identity) {
    KeyPair key = TestRunner.newKey();
    return new Shown(key, SelfMade.like(authority.bundle().getFirst(), identity, key));
  }

  // --- every call that reads a certificate --------------------------------------------------

  private Map<String, Shown.Answer> asked(Identity identity, Shown shown) throws Exception {
    HttpClient client = shown.client(TestTrust.of(authority));
    var answers = new LinkedHashMap<String, Shown.Answer>();
    answers.put("renew", called(() -> runner(shown).renew()));
    answers.put("connect", connected(shown));
    answers.put(
        "credential", called(() -> runner(shown).credential(SOME_JOB, 1, HandoverKey.make())));
    answers.put(
        "logs",
        Shown.send(
            client,
            "POST",
            port(ingest.ports().getFirst(), "/loki/api/v1/push"),
            Map.of("Content-Type", "application/json"),
            push(identity, "not to be kept")));
    answers.put(
        "metrics",
        Shown.send(
            client,
            "POST",
            port(ingest.ports().getLast(), "/api/v1/write"),
            Map.of("Content-Type", "application/x-protobuf", "Content-Encoding", "snappy"),
            samples()));
    answers.put("pull", v2(client, "GET", "/" + repository + "/blobs/" + Digest.of(LAYER)));
    answers.put("push", v2(client, "POST", "/" + repository + "/blobs/uploads/"));
    answers.replaceAll((_, answer) -> answer.without(identity, identity.trustDomain()));
    return answers;
  }

  private Map<String, Shown.Answer> registry(HttpClient client, String name) throws Exception {
    Digest digest = Digest.of(LAYER);
    var answers = new LinkedHashMap<String, Shown.Answer>();
    for (String path :
        List.of("/blobs/" + digest, "/manifests/v1", "/tags/list", "/referrers/" + digest)) {
      for (String method : List.of("GET", "HEAD", "PUT", "DELETE")) {
        answers.put(method + " " + path, v2(client, method, "/" + name + path));
      }
    }
    String uploads = "/" + name + "/blobs/uploads/";
    answers.put("POST uploads", v2(client, "POST", uploads));
    answers.put(
        "POST mount", v2(client, "POST", uploads + "?mount=" + digest + "&from=" + repository));
    answers.replaceAll(
        (_, answer) -> new Shown.Answer(answer.status(), answer.text().replace(name, "NAME")));
    return answers;
  }

  private Shown.Answer v2(HttpClient client, String method, String path) throws Exception {
    return Shown.send(client, method, port(address.getPort(), "/v2" + path), Map.of());
  }

  private Shown.Answer connected(Shown shown) throws Exception {
    try (TestRunner.Stream stream = runner(shown).silent()) {
      stream.say(TestRunner.hello(LinkProtocol.CAPABILITIES));
      return answer(stream.awaitEnd());
    } catch (StatusException e) {
      return answer(e);
    }
  }

  private static Shown.Answer called(Runnable call) {
    try {
      call.run();
      return new Shown.Answer("OK", "");
    } catch (StatusRuntimeException e) {
      return answer(new StatusException(e.getStatus(), e.getTrailers()));
    }
  }

  private static Shown.Answer answer(StatusException e) {
    String text = String.valueOf(e.getStatus().getDescription());
    // two certificates were not made in the same second
    return new Shown.Answer(
        e.getStatus().getCode() + " " + EnrollmentTest.reason(e),
        text.replaceAll("[0-9-]+T[0-9:.]+Z", "WHEN"));
  }

  private Shown.Answer enrolled(String token) {
    return called(() -> stranger().enroll(token));
  }

  private TestRunner stranger() {
    return new TestRunner(link.port().orElseThrow(), authority.bundle());
  }

  private TestRunner runner(Shown shown) {
    TestRunner runner = stranger();
    runner.key = shown.key();
    runner.chain = List.of(shown.certificate());
    return runner;
  }

  private static URI port(int port, String path) {
    return URI.create("https://localhost:" + port + path);
  }

  private static byte[] push(Identity claimed, String line) {
    long now = Instant.now().getEpochSecond();
    return """
    {"streams":[{"stream":{"org":"%s","install":"%s"},"values":[["%d000000000","%s"]]}]}\
    """
        .formatted(claimed.org(), claimed.install(), now, line)
        .getBytes(UTF_8);
  }

  private static byte[] samples() throws IOException {
    return Snappy.compress(
        RemoteWrite1.WriteRequest.newBuilder()
            .addTimeseries(
                RemoteWrite1.TimeSeries.newBuilder()
                    .addLabels(
                        RemoteWrite1.Label.newBuilder().setName("__name__").setValue("forged"))
                    .addSamples(
                        RemoteWrite1.Sample.newBuilder()
                            .setTimestamp(Instant.now().toEpochMilli())
                            .setValue(1)))
            .build()
            .toByteArray());
  }

  // --- what both parties have, and what is on the disk --------------------------------------

  private Map<String, Object> everything() throws IOException {
    var all = new TreeMap<String, Object>();
    all.put("theirs", seenBy(theirs));
    all.put("own", seenBy(own));
    all.put("files", files("telemetry") + files("artifacts"));
    return all;
  }

  private Map<String, String> seenBy(Party party) {
    var seen = new TreeMap<String, String>();
    String org = "/api/v1/organizations/" + party.org();
    String install = org + "/installs/" + party.install();
    for (String path :
        List.of(
            org + "/audit",
            org + "/installs",
            install + "/runners",
            install + "/history",
            install + "/logs?since=2026-01-01T00:00:00Z",
            install + "/metrics?since=2026-01-01T00:00:00Z")) {
      TestCaller.Answer answer = staff.get(path);
      assertThat(answer.status()).as(path).isEqualTo(200);
      seen.put(path, answer.raw().body());
    }
    return seen;
  }

  private String files(String folder) throws IOException {
    Path root = data.resolve(folder);
    if (!Files.exists(root)) {
      return "";
    }
    try (Stream<Path> all = Files.walk(root)) {
      return String.join("\n", all.map(Path::toString).sorted().toList());
    }
  }

  private Party party() {
    String org = staff.organization();
    String installs = "/api/v1/organizations/" + org + "/installs";
    String install =
        id(
            installs,
            """
            {"name":"one","product":"acme/streaming","cloud":"byok","region":"r","account":"a"}\
            """);
    TestCaller.Answer token = staff.post(installs + "/" + install + "/enrollment-tokens", "{}");
    assertThat(token.status()).isEqualTo(201);
    TestRunner runner = stranger();
    runner.enroll(token.body().path("token").asText(), "a", "r");
    return new Party(org, install, runner);
  }

  private String id(String path, String body) {
    TestCaller.Answer answer = staff.post(path, body);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    return answer.body().path("id").asText();
  }

  /// Their repository, with something in it, that a release names to which they are entitled.
  private void publish() throws InterruptedException {
    Digest digest = Digest.of(repository.getBytes(UTF_8));
    var image = new MirroredImage("app", "docker.example/x:1", repository, digest);
    var release = new Release(repository, "1.0.0", 1, "", List.of(), List.of(), List.of(image));
    catalog.publish(digest, repository, release, "{\"images\": []}", "test");
    catalog.entitle(OrgId.parse(theirs.org()), repository, "test");
    Shown.Answer pushed =
        Shown.send(
            staff.client(),
            "POST",
            port(
                address.getPort(),
                "/v2/%s/blobs/uploads/?digest=%s".formatted(repository, Digest.of(LAYER))),
            Map.of("Authorization", "Bearer " + owner.token()),
            LAYER);
    assertThat(pushed.status()).as(pushed.text()).isEqualTo("201");
  }
}
