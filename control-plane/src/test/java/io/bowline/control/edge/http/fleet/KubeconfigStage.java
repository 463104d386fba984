package io.bowline.control.edge.http.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.control.byok.LentKubeconfigs;
import io.bowline.control.edge.grpc.LinkServer;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.control.platform.Transactions;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A fleet that waits for the kubeconfig of its cluster, over the real listener.
abstract class KubeconfigStage {
  static final ObjectMapper JSON = new ObjectMapper();
  static final int MEBIBYTE = 1024 * 1024;
  static final String TOKEN = "sha256~canary-of-a-cluster-4711";
  static final String FILE =
      """
      apiVersion: v1
      kind: Config
      current-context: prod
      preferences: {}
      clusters:
      - name: prod-cluster
        cluster:
          server: https://kube.example.com:6443
      users:
      - name: installer
        user:
          token: %s
      contexts:
      - name: prod
        context:
          cluster: prod-cluster
          user: installer
      """
          .formatted(TOKEN);

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject Fleets fleets;
  @Inject LentKubeconfigs kubeconfigs;
  @Inject LinkServer link;
  @Inject Transactions transactions;

  @TempDir Path home;

  TestCaller staff;
  String org;
  String base;
  String fleet;

  @BeforeEach
  void aFleetThatWaits() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    org = staff.organization();
    base = "/organizations/" + org + "/infrastructure/";
    fleet = base + "calm-river/";
    assertThat(staff.post(base, wish("calm-river").toString()).status()).isEqualTo(201);
  }

  static ObjectNode wish(String identifier) {
    return JSON.createObjectNode()
        .put("identifier", identifier)
        .put("infra_type", "byok")
        .put("domain", identifier + ".example.com")
        .put("max_tenants", 4)
        .put("max_kafka_units", 40)
        .put("tenancy_mode", "shared");
  }

  Answer lend(String file) {
    return staff.post(
        fleet + "kubeconfig/", JSON.createObjectNode().put("kubeconfig", file).toString());
  }

  Answer refused(String file, String field) {
    Answer answer = lend(file);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.body().path("field").asText()).isEqualTo(field);
    assertThat(answer.body().path("detail").asText()).startsWith("The field " + field + " ");
    assertThat(answer.raw().body()).doesNotContain(TOKEN);
    assertThat(staff.get(fleet + "kubeconfig/").status()).isEqualTo(404);
    return answer;
  }

  String detail(Answer answer) {
    return answer.body().path("detail").asText();
  }

  String reason() {
    return staff.get(fleet).body().at("/metadata/status_reason").asText();
  }

  static String token(long end) {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return "%s.%s.c2ln"
        .formatted(
            encoder.encodeToString("{}".getBytes(UTF_8)),
            encoder.encodeToString("{\"exp\":%d}".formatted(end).getBytes(UTF_8)));
  }
}
