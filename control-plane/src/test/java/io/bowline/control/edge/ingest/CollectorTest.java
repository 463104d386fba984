package io.bowline.control.edge.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.grpc.LinkServer;
import io.bowline.control.edge.grpc.TestRunner;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.Pem;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xerial.snappy.Snappy;

/// What a customer runs beside the runner sends with a certificate of its own, and may do nothing
/// else with it.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
@Timeout(180)
class CollectorTest {
  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject IngestServers servers;
  @Inject LinkServer link;

  private TestCaller staff;
  private String org;
  private String install;

  @BeforeEach
  void install() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    org = "/api/v1/organizations/" + staff.organization();
    install = newInstall("one");
  }

  private String newInstall(String name) {
    Answer answer =
        staff.post(
            org + "/installs",
            """
            {"name":"%s","product":"acme/streaming","cloud":"byok","region":"r","account":"a"}\
            """
                .formatted(name));
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    return org + "/installs/" + answer.body().path("id").asText();
  }

  private JsonNode made(String path, String... fields) {
    Answer answer = posted(path, fields);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    return answer.body();
  }

  private Answer posted(String path, String... fields) {
    var body = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < fields.length; i += 2) {
      body.put(fields[i], fields[i + 1]);
    }
    return staff.post(path, body.toString());
  }

  /// A key, and the sender that its newest certificate makes of it.
  private final class Own {
    private final KeyPair key = TestRunner.newKey();
    private List<X509Certificate> chain = List.of();

    String csr() {
      return TestRunner.requestPem(key);
    }

    Sender sender() {
      return new Sender(key.getPrivate(), chain, TestTrust.of(authority));
    }

    JsonNode created(String name) {
      JsonNode made = CollectorTest.this.made(install + "/collectors", "name", name, "csr", csr());
      chain = Pem.certificates(made.path("certificate").asText());
      return made;
    }

    HttpResponse<String> push() throws Exception {
      return sender()
          .push(
              servers.ports().getFirst(),
              "/loki/api/v1/push",
              """
              {"streams":[{"stream":{"app":"own"},"values":[["%d000000000","from my own agent"]]}]}\
              """
                  .formatted(Instant.now().getEpochSecond())
                  .getBytes(UTF_8),
              "Content-Type",
              "application/json");
    }

    HttpResponse<String> write() throws Exception {
      return sender()
          .push(
              servers.ports().getLast(),
              "/api/v1/write",
              Snappy.compress(new byte[0]),
              "Content-Type",
              "application/x-protobuf",
              "Content-Encoding",
              "snappy");
    }

    HttpResponse<String> renewed(String csr) throws Exception {
      return sender()
          .push(
              servers.ports().getFirst(),
              "/bowline/v1/certificate",
              csr.getBytes(UTF_8),
              "Content-Type",
              "application/pkcs10");
    }
  }

  @Test
  @Tag("C15.collectors")
  void sendsLogsAndMetricsAndComesInNowhereElse() throws Exception {
    var own = new Own();
    JsonNode made = own.created("agent");
    assertThat(made.path("logs").asText()).endsWith(":8433/loki/api/v1/push");
    assertThat(made.path("metrics").asText()).endsWith(":9090/api/v1/write");
    assertThat(Pem.certificates(made.path("authorities").asText())).isEqualTo(authority.bundle());
    Instant until = own.chain.getFirst().getNotAfter().toInstant();
    assertThat(made.path("collector").path("certificateUntil").asText())
        .isEqualTo(until.toString());
    assertThat(until).isBefore(Instant.now().plus(Duration.ofHours(73)));

    assertThat(own.push().statusCode()).isEqualTo(204);
    assertThat(own.write().statusCode()).isEqualTo(204);
    JsonNode lines = staff.get(install + "/logs").body().path("items");
    assertThat(lines.path(0).path("line").asText()).isEqualTo("from my own agent");

    // neither jobs nor releases
    var asRunner = new TestRunner(link.port().orElseThrow(), authority.bundle());
    assertThat(asRunner.refusedWith(own.key, own.chain)).isEqualTo("runner-unknown");
    HttpResponse<String> registry =
        own.sender().get(address.getPort(), "/v2/acme/streaming/tags/list");
    assertThat(registry.statusCode()).isEqualTo(401);
    assertThat(own.sender().get(address.getPort(), install).statusCode()).isEqualTo(401);
  }

  @Test
  void renewsItselfWithAnotherKeyOrIsRenewedByAPerson() throws Exception {
    var own = new Own();
    JsonNode made = own.created("agent");
    var next = new Own();
    HttpResponse<String> renewed = own.renewed(next.csr());
    assertThat(renewed.statusCode()).as(renewed.body()).isEqualTo(200);
    next.chain = Pem.certificates(renewed.body());
    assertThat(next.chain.getFirst().getPublicKey()).isEqualTo(next.key.getPublic());
    assertThat(List.copyOf(next.chain.getFirst().getSubjectAlternativeNames()))
        .isEqualTo(List.copyOf(own.chain.getFirst().getSubjectAlternativeNames()));
    assertThat(next.push().statusCode()).isEqualTo(204);
    assertThat(own.renewed("no request").statusCode()).isEqualTo(400);

    var third = new Own();
    Answer byHand = posted(install + "/collectors/agent/certificates", "csr", third.csr());
    assertThat(byHand.status()).as(byHand.raw().body()).isEqualTo(201);
    third.chain = Pem.certificates(byHand.body().path("certificate").asText());
    assertThat(third.push().statusCode()).isEqualTo(204);
    assertThat(audited(made.path("collector").path("id").asText()))
        .containsExactly("collector.renew", "collector.renew", "collector.create");
  }

  @Test
  void oneThatIsRevokedIsOutWithinSecondsAndItsNameIsFree() throws Exception {
    var own = new Own();
    String id = own.created("agent").path("collector").path("id").asText();
    assertThat(own.push().statusCode()).isEqualTo(204);
    assertThat(staff.delete(install + "/collectors/agent").status()).isEqualTo(204);
    assertThat(staff.delete(install + "/collectors/" + id).status()).isEqualTo(204);
    var never = new CountDownLatch(1);
    for (int i = 0; own.push().statusCode() != 401; i++) {
      assertThat(i).as("half a minute after it was revoked").isLessThan(300);
      assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
    }
    assertThat(own.write().statusCode()).isEqualTo(401);
    assertThat(own.renewed(new Own().csr()).statusCode()).isEqualTo(401);
    assertThat(posted(install + "/collectors/" + id + "/certificates", "csr", own.csr()).status())
        .isEqualTo(404);
    assertThat(audited(id)).containsExactly("collector.revoke", "collector.create");

    assertThat(new Own().created("agent").path("collector").path("id").asText()).isNotEqualTo(id);
    JsonNode all = staff.get(install + "/collectors").body().path("items");
    assertThat(all).hasSize(2);
    assertThat(all.path(1).path("revokedAt").asText()).isNotEmpty();
    assertThat(staff.get(install + "/collectors?limit=1").body().path("next").asText())
        .isNotEmpty();
  }

  @Test
  void anInstallHasAFewOfThemEachWithANameOfItsOwn() {
    var own = new Own();
    own.created("agent-1");
    Answer again = posted(install + "/collectors", "name", "agent-1", "csr", own.csr());
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.body().path("detail").asText()).contains("Renew it, or revoke it");
    for (int i = 2; i <= 10; i++) {
      own.created("agent-" + i);
    }
    Answer eleventh = posted(install + "/collectors", "name", "agent-11", "csr", own.csr());
    assertThat(eleventh.status()).isEqualTo(409);
    assertThat(eleventh.body().path("detail").asText()).contains("10 collectors");
    String other = newInstall("two");
    assertThat(posted(other + "/collectors", "name", "agent-1", "csr", own.csr()).status())
        .isEqualTo(201);
    assertThat(posted(other + "/collectors/agent-2/certificates", "csr", own.csr()).status())
        .isEqualTo(404);
  }

  @Test
  void whatCannotBeCertifiedIsRefusedNamingTheField() {
    String csr = new Own().csr();
    String path = install + "/collectors";
    assertThat(posted(path, "name", "Agent One", "csr", csr).body().path("field").asText())
        .isEqualTo("name");
    assertThat(posted(path, "name", "a", "csr", "x".repeat(40_000)).body().path("field").asText())
        .isEqualTo("csr");
    String forged =
        csr.substring(0, 300) + (csr.charAt(300) == 'A' ? 'B' : 'A') + csr.substring(301);
    assertThat(posted(path, "name", "a", "csr", forged).body().path("field").asText())
        .isEqualTo("csr");
    for (String life : List.of("0", "-1", "59", "999999999", "9223372036854775807")) {
      Answer answer =
          staff.post(
              path,
              "{\"name\":\"a\",\"csr\":%s,\"lifeSeconds\":%s}"
                  .formatted(JsonNodeFactory.instance.textNode(csr), life));
      assertThat(answer.status()).as(life).isEqualTo(422);
      assertThat(answer.body().path("field").asText()).as(life).isEqualTo("lifeSeconds");
    }
    assertThat(staff.get(path).body().path("items")).isEmpty();
  }

  private List<String> audited(String subject) {
    return staff
        .get(org + "/audit?limit=200")
        .body()
        .path("items")
        .valueStream()
        .filter(entry -> entry.path("subject").asText().equals(subject))
        .map(entry -> entry.path("action").asText())
        .toList();
  }
}
