package io.bowline.control.edge.http.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a kubeconfig may not hold, over the real listener: refused with its place, and nothing of
/// it done.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class KubeconfigRefusedTest extends KubeconfigStage {
  @Test
  @Tag("K23a.exec")
  @Tag("K23a.exec-never-run")
  void aProgramToRunIsRefusedWithItsPlaceAndNotRun() {
    Path marker = home.resolve("marker");
    String file =
        FILE.replace(
            "    token: " + TOKEN,
            "    exec:\n      command: touch\n      args: [\"%s\"]".formatted(marker));
    assertThat(detail(refused(file, "kubeconfig.users[0].user.exec")))
        .contains("kubectl create token");
    assertThat(Files.exists(marker)).isFalse();
  }

  @ParameterizedTest
  @Tag("K23a.auth-provider")
  @Tag("K23a.file-paths")
  @Tag("K23a.insecure-tls")
  @Tag("K23a.proxy-url")
  @CsvSource(
      delimiter = '|',
      value = {
        "token | auth-provider: {name: gcp} | users[0].user.auth-provider",
        "token | tokenFile: /etc/passwd | users[0].user.tokenFile",
        "token | client-key: /etc/shadow | users[0].user.client-key",
        "server | certificate-authority: /etc/ssl/ca.pem | clusters[0].cluster.certificate-authority",
        "server | insecure-skip-tls-verify: true | clusters[0].cluster.insecure-skip-tls-verify",
        "server | proxy-url: http://10.0.0.1:3128 | clusters[0].cluster.proxy-url",
      })
  void whatReachesBeyondTheFileIsRefusedWithItsPlace(String beside, String line, String path) {
    String before = "    " + beside + ":";
    refused(FILE.replace(before, "    " + line + "\n" + before), "kubeconfig." + path);
  }

  @ParameterizedTest
  @Tag("K23a.plain-http")
  @Tag("K23a.local-address")
  @CsvSource({
    "http://kube.example.com",
    "https://127.0.0.1:6443",
    "https://localhost",
    "https://[::1]:6443",
    "https://169.254.169.254",
    "https://2130706433",
    "https://metadata.google.internal"
  })
  void anAddressThatIsNoClustersIsRefused(String server) {
    refused(
        FILE.replace("https://kube.example.com:6443", server),
        "kubeconfig.clusters[0].cluster.server");
  }

  @Test
  @Tag("K23a.no-credential")
  @Tag("K23a.expired-token")
  @Tag("K23a.flat-user")
  void aUserWithoutAGoodCredentialIsRefused() {
    String line = "    token: " + TOKEN;
    refused(FILE.replace(line, "    extensions: []"), "kubeconfig.users[0].user");
    Answer over =
        refused(
            FILE.replace(TOKEN, token(Instant.now().getEpochSecond() - 60)),
            "kubeconfig.users[0].user.token");
    assertThat(detail(over)).contains("expired at");
    refused(FILE.replace("  user:\n" + line, "  user: " + TOKEN), "kubeconfig.users[0].user");
  }

  @Test
  @Tag("K23a.tabs")
  @Tag("K23a.many-documents")
  @Tag("K23a.alias-bomb")
  @Tag("K23a.dangling")
  void whatIsNoPlainYamlOrLeadsNowhereIsRefused() {
    assertThat(detail(refused(FILE.replace("    token:", "\ttoken:"), "kubeconfig")))
        .contains("tab in front of line");
    refused(FILE + "---\n" + FILE, "kubeconfig");
    var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 60; i++) {
      String all = ("*a" + (i - 1) + ",").repeat(9) + "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, all));
    }
    assertThat(lend(bomb.toString()).status()).isEqualTo(400);
    refused(
        FILE.replace("cluster: prod-cluster\n", "cluster: gone\n"),
        "kubeconfig.contexts[0].context.cluster");
    refused("", "kubeconfig");
  }
}
