package io.bowline.cloud.kubeconfig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.cloud.Complaint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigTest {
  private static final Instant NOW = Instant.parse("2026-11-22T06:00:00Z");
  private static final String SECRET = "sha256~canary-01234567";
  private static final TestCertificate AUTHORITY =
      TestCertificate.of("EC", NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(1)));

  private static final String CLUSTERS =
      """
      apiVersion: v1
      kind: Config
      current-context: prod
      preferences: {}
      clusters:
      - name: prod-cluster
        cluster:
          server: https://kube.example.com:6443
          certificate-authority-data: %s
      """
          .formatted(TestCertificate.data(AUTHORITY.certificate()));

  private static final String FILE =
      CLUSTERS
          + """
          users:
          - name: installer
            user:
              token: %s
          contexts:
          - name: prod
            context:
              cluster: prod-cluster
              user: installer
              namespace: bowline
          """
              .formatted(SECRET);

  @TempDir private Path home;

  @Test
  void oneContextIsTakenWithItsServerAuthoritiesTokenAndNamespace() {
    ClusterAccess access = good(FILE);

    assertThat(access.context()).isEqualTo("prod");
    assertThat(access.server()).hasToString("https://kube.example.com:6443");
    assertThat(access.authorities()).contains(AUTHORITY.certificate());
    assertThat(access.namespace()).contains("bowline");
    assertThat(access.credential())
        .isEqualTo(new ClusterCredential.Token(SECRET, Optional.empty()));
  }

  @Test
  void whatIsRebuiltReadsAsTheSameAccessAndHoldsNothingElse() {
    String other =
        FILE.replace("preferences: {}", "preferences: {colors: true}")
            + """
            - name: laptop
              context: {cluster: nothing, user: nobody}
            """;

    ClusterAccess access = good(other);
    ClusterAccess again = good(access.reveal());

    assertThat(again).usingRecursiveComparison().ignoringFields("context").isEqualTo(access);
    assertThat(access.reveal()).doesNotContain("colors", "laptop", "nobody", "installer");
  }

  @Test
  void nothingPrintsTheSecret() {
    ClusterAccess token = good(FILE);
    ClusterAccess certificate = good(withCertificate(AUTHORITY.certificate(), AUTHORITY.key()));

    assertThat(token.toString()).doesNotContain(SECRET);
    assertThat(certificate.toString()).doesNotContain("PRIVATE");
    assertThat(refused(FILE.replace("https:", "http:")).toString()).doesNotContain(SECRET);
    assertThat(refused(FILE.replace(SECRET, "01234567")).toString())
        .contains("quote it")
        .doesNotContain("01234567");
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void aCertificateWithItsKeyIsTaken(String kind) {
    Instant end = NOW.plus(Duration.ofDays(30));
    TestCertificate pair = TestCertificate.of(kind, NOW.minus(Duration.ofDays(1)), end);

    ClusterAccess access = good(withCertificate(pair.certificate(), pair.key()));

    assertThat(access.credential().expires()).contains(end);
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() {
    TestCertificate other =
        TestCertificate.of("EC", NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(1)));

    assertThat(refused(withCertificate(AUTHORITY.certificate(), other.key())))
        .singleElement()
        .satisfies(complaint -> {
          assertThat(complaint.field()).isEqualTo("users[0].user.client-key-data");
          assertThat(complaint.message()).startsWith("does not belong to");
        });
  }

  @Test
  void aCertificateThatIsOverOrNotYetGoodIsRefusedWithItsTime() {
    TestCertificate over =
        TestCertificate.of("EC", NOW.minus(Duration.ofDays(2)), NOW.minus(Duration.ofDays(1)));
    TestCertificate later =
        TestCertificate.of("EC", NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(2)));

    assertThat(refused(withCertificate(over.certificate(), over.key())))
        .extracting(Complaint::message)
        .allMatch(message -> message.startsWith("expired at 2026-11-21T06:00:00Z"));
    assertThat(refused(withCertificate(later.certificate(), later.key())))
        .extracting(Complaint::message)
        .allMatch(message -> message.startsWith("is good only from 2026-11-23T06:00:00Z"));
  }

  @Test
  @Tag("K23a.exec")
  @Tag("K23a.exec-never-run")
  void aProgramToRunIsRefusedAndNeverRun() {
    Path marker = home.resolve("marker");
    String file =
        FILE.replace(
            "    token: " + SECRET,
            """
                exec:
                  apiVersion: client.authentication.k8s.io/v1
                  command: touch
                  args: ["%s"]
                  interactiveMode: Never\
            """
                .formatted(marker)
                .indent(4)
                .stripTrailing());

    assertThat(refused(file))
        .singleElement()
        .satisfies(complaint -> {
          assertThat(complaint.field()).isEqualTo("users[0].user.exec");
          assertThat(complaint.message())
              .contains("none is run", "kubectl create token", "(line 14");
        });
    assertThat(Files.exists(marker)).isFalse();
  }

  @ParameterizedTest
  @Tag("K23a.auth-provider")
  @Tag("K23a.file-paths")
  @CsvSource(
      delimiter = '|',
      value = {
        "auth-provider: {name: gcp} | users[0].user.auth-provider",
        "tokenFile: /var/run/secrets/token | users[0].user.tokenFile",
        "client-certificate: /etc/passwd | users[0].user.client-certificate",
        "client-key: /etc/shadow | users[0].user.client-key",
        "username: admin | users[0].user.username",
        "as: system:admin | users[0].user.as",
        "as-groups: ['system:masters'] | users[0].user.as-groups",
        "surprise: 1 | users[0].user.surprise",
      })
  void aUserThatIsMoreThanItsSecretIsRefusedByName(String line, String path) {
    assertThat(refused(FILE.replace("    token:", "    " + line + "\n    token:")))
        .extracting(Complaint::field)
        .containsExactly(path);
  }

  @ParameterizedTest
  @Tag("K23a.insecure-tls")
  @Tag("K23a.proxy-url")
  @Tag("K23a.file-paths")
  @CsvSource(
      delimiter = '|',
      value = {
        "insecure-skip-tls-verify: true | clusters[0].cluster.insecure-skip-tls-verify",
        "insecure-skip-tls-verify: \"true\" | clusters[0].cluster.insecure-skip-tls-verify",
        "proxy-url: http://10.0.0.1:3128 | clusters[0].cluster.proxy-url",
        "certificate-authority: /etc/ssl/ca.pem | clusters[0].cluster.certificate-authority",
        "surprise: {} | clusters[0].cluster.surprise",
      })
  void aClusterThatWeakensOrRedirectsIsRefusedByName(String line, String path) {
    assertThat(refused(FILE.replace("    server:", "    " + line + "\n    server:")))
        .extracting(Complaint::field)
        .containsExactly(path);
  }

  @Test
  void checkingTheServerSaidInWordsIsNoFault() {
    good(FILE.replace("    server:", "    insecure-skip-tls-verify: false\n    server:"));
  }

  @Test
  @Tag("K23a.plain-http")
  @Tag("K23a.local-address")
  void aServerThatIsNoClustersIsRefusedAtItsPath() {
    for (String server : List.of("http://kube.example.com", "https://169.254.169.254")) {
      assertThat(refused(FILE.replace("https://kube.example.com:6443", server)))
          .extracting(Complaint::field)
          .containsExactly("clusters[0].cluster.server");
    }
  }

  @Test
  @Tag("K23a.no-credential")
  void aUserWithoutCredentialIsRefusedWithHowToMakeOne() {
    for (String user : List.of("    extensions: []", "    token: \"\"", "    token: null")) {
      List<Complaint> complaints = refused(FILE.replace("    token: " + SECRET, user));

      assertThat(complaints).isNotEmpty();
      assertThat(complaints.getFirst().message()).contains("kubectl create token");
      assertThat(complaints.getFirst().field()).startsWith("users[0].user");
    }
  }

  @Test
  void halfACertificateAndTwoCredentialsAreRefused() {
    String half =
        withCertificate(AUTHORITY.certificate(), AUTHORITY.key())
            .replaceAll("(?m)^ *client-key-data.*$", "");
    String both =
        FILE.replace(
            "    token:",
            "    client-key-data: %s\n    token:".formatted(TestCertificate.data(AUTHORITY.key())));

    assertThat(refused(half)).extracting(Complaint::field).containsExactly("users[0].user");
    assertThat(refused(both)).extracting(Complaint::field).containsExactly("users[0].user");
  }

  @Test
  @Tag("K23a.tabs")
  void tabsAreNamedWithTheirLine() {
    assertThat(refused(FILE.replace("    token:", "\ttoken:")))
        .extracting(Complaint::message)
        .containsExactly("has a tab in front of line 13. YAML is indented with blanks");
  }

  @Test
  @Tag("K23a.many-documents")
  void moreThanOneDocumentIsRefused() {
    assertThat(refused(FILE + "---\n" + FILE))
        .extracting(Complaint::message)
        .allMatch(message -> message.startsWith("is not YAML: but found another document"));
  }

  @Test
  @Tag("K23a.alias-bomb")
  void anAliasBombIsRefusedBeforeItGrows() {
    var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 60; i++) {
      String all = ("*a" + (i - 1) + ",").repeat(9) + "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, all));
    }

    assertThat(refused(bomb.toString())).isNotEmpty();
    assertThat(refused(FILE.replace("preferences: {}", "preferences: &p {}\nextensions: *p")))
        .extracting(Complaint::message)
        .anyMatch(message -> message.startsWith("uses an anchor and alias"));
  }

  @Test
  @Tag("K23a.flat-user")
  void aUserThatIsPlainTextIsRefusedWithItsShape() {
    String flat = FILE.replaceAll("(?s)  user:\n    token: [^\n]*\n", "  user: installer-token\n");

    assertThat(refused(flat))
        .singleElement()
        .satisfies(complaint -> {
          assertThat(complaint.field()).isEqualTo("users[0].user");
          assertThat(complaint.message()).startsWith("must be a mapping with token");
        });
  }

  @Test
  @Tag("K23a.dangling")
  void aReferenceToNothingIsRefusedNamingWhatThereIs() {
    assertThat(refused(FILE.replace("cluster: prod-cluster\n", "cluster: gone\n")))
        .containsExactly(
            new Complaint(
                "contexts[0].context.cluster",
                "names gone, which is not among the clusters of the file: prod-cluster (line 17)"));
    assertThat(refused(FILE.replace("user: installer\n", "user: gone\n")))
        .extracting(Complaint::field)
        .containsExactly("contexts[0].context.user");
    assertThat(refused(FILE.replace("current-context: prod", "current-context: gone")))
        .extracting(Complaint::field)
        .containsExactly("current-context");
    assertThat(refused("apiVersion: v1\nkind: Config\n"))
        .extracting(Complaint::field)
        .containsExactly("contexts");
  }

  @Test
  void twoEntriesOfOneNameAreRefused() {
    String twice =
        FILE.replace("users:\n", "users:\n- name: installer\n  user:\n    token: other\n");

    assertThat(refused(twice)).extracting(Complaint::field).containsExactly("users");
  }

  @Test
  @Tag("K23a.expired-token")
  void aTokenThatIsOverIsRefusedWithItsTime() {
    String over = token("{\"exp\":%d}".formatted(NOW.minusSeconds(60).getEpochSecond()));

    assertThat(refused(FILE.replace(SECRET, over)))
        .singleElement()
        .satisfies(complaint -> {
          assertThat(complaint.field()).isEqualTo("users[0].user.token");
          assertThat(complaint.message()).startsWith("expired at 2026-11-22T05:59:00Z");
        });
  }

  @Test
  void aTokenSaysUntilWhenItIsGood() {
    Instant end = NOW.plusSeconds(3600);
    String known = token("{\"exp\":%d}".formatted(end.getEpochSecond()));

    assertThat(good(FILE.replace(SECRET, known)).credential().expires()).contains(end);
    for (String odd :
        List.of("{\"exp\":\"never\"}", "{\"exp\":1e300}", "[]", "{", "[".repeat(5000))) {
      assertThat(good(FILE.replace(SECRET, token(odd))).credential().expires()).isEmpty();
    }
  }

  @Test
  void amongSeveralContextsTheWantedOneIsTakenAndNoneIsGuessed() {
    String several =
        FILE.replace("current-context: prod\n", "")
            + """
            - name: test
              context: {cluster: prod-cluster, user: installer}
            """;

    assertThat(read(several, Optional.empty()))
        .isEqualTo(new KubeconfigReading.ContextNeeded(List.of("prod", "test")));
    assertThat(read(several, Optional.of("test")))
        .isInstanceOfSatisfying(
            KubeconfigReading.Good.class,
            good -> assertThat(good.access().context()).isEqualTo("test"));
    assertThat(read(several, Optional.of("none")))
        .isInstanceOfSatisfying(
            KubeconfigReading.Refused.class,
            refused ->
                assertThat(refused.complaints().getFirst().message()).contains("prod, test"));
  }

  @Test
  void anotherContextsFaultsAreDroppedWithIt() {
    String other =
        FILE.replace("users:\n", "users:\n- name: laptop\n  user:\n    exec: {command: aws}\n")
            + """
            - name: laptop
              context: {cluster: prod-cluster, user: laptop}
            """;

    assertThat(good(other).reveal()).doesNotContain("aws");
  }

  @Test
  void aFileOfMoreThanOneMebibyteIsRefusedUnread() {
    byte[] large = (FILE + "#".repeat(Kubeconfig.MAX_BYTES)).getBytes(UTF_8);

    assertThat(Kubeconfig.read(large, Optional.empty(), NOW))
        .isInstanceOfSatisfying(
            KubeconfigReading.Refused.class,
            refused ->
                assertThat(refused.complaints().getFirst().message())
                    .startsWith("is larger than 1 MiB"));
  }

  @Test
  void whatIsNoKubeconfigIsRefusedWithAReason() {
    for (String text :
        List.of("", "[]", "hello", "42", "{}", "{\"clusters\": 1}", "clusters: {a: b}")) {
      assertThat(refused(text)).as(text).isNotEmpty();
    }
    assertThat(Kubeconfig.read(new byte[] {(byte) 0xff, 0x41}, Optional.empty(), NOW))
        .isInstanceOf(KubeconfigReading.Refused.class);
    assertThat(refused(FILE.replace("kind: Config", "kind: Pod")))
        .extracting(Complaint::field)
        .containsExactly("kind");
  }

  @Test
  void whateverIsDoneToAFileItIsReadOrRefusedAndNeverSaysTheSecret() {
    Random random = new Random(7);
    byte[] file = FILE.getBytes(UTF_8);
    for (int i = 0; i < 3000; i++) {
      byte[] changed = file.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      assertThat(Kubeconfig.read(changed, Optional.empty(), NOW).toString())
          .doesNotContain("canary-01234567");
    }
  }

  private static String withCertificate(String certificate, String key) {
    return FILE.replace(
        "    token: " + SECRET,
        "    client-certificate-data: %s\n    client-key-data: %s"
            .formatted(TestCertificate.data(certificate), TestCertificate.data(key)));
  }

  private static String token(String claims) {
    var encoder = Base64.getUrlEncoder().withoutPadding();
    return "e30." + encoder.encodeToString(claims.getBytes(UTF_8)) + ".sig";
  }

  private static KubeconfigReading read(String text, Optional<String> context) {
    return Kubeconfig.read(text.getBytes(UTF_8), context, NOW);
  }

  private static ClusterAccess good(String text) {
    KubeconfigReading reading = read(text, Optional.empty());
    assertThat(reading).isInstanceOf(KubeconfigReading.Good.class);
    return ((KubeconfigReading.Good) reading).access();
  }

  private static List<Complaint> refused(String text) {
    KubeconfigReading reading = read(text, Optional.empty());
    assertThat(reading).isInstanceOf(KubeconfigReading.Refused.class);
    return ((KubeconfigReading.Refused) reading).complaints();
  }
}
