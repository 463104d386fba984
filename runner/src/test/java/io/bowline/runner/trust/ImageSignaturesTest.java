package io.bowline.runner.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.artifact.Digest;
import io.bowline.model.release.MirroredImage;
import io.bowline.registry.http.RegistryServer;
import io.bowline.release.cosign.CosignStore;
import io.bowline.release.cosign.Evidence;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.RegistryClient;
import io.bowline.release.trust.SigningKey;
import io.bowline.runner.step.StepException;
import io.bowline.testkit.FakeClock;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSignaturesTest {
  private static final String REPOSITORY = "acme/broker";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  private final SigningKey old = SigningKey.generate();
  private final SigningKey fresh = SigningKey.generate();
  private final List<String> asked = new ArrayList<>();
  @TempDir Path folder;
  private RegistryServer server;
  private RegistryClient registry;
  private MirroredImage image;

  @BeforeEach
  void serve() throws IOException {
    server = RegistryServer.start(folder.resolve("data"), RegistryServer.Settings.loopback());
    registry =
        new RegistryClient(HttpClient.newHttpClient(), server.address(), new Login.Anonymous());
    byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
    registry.putBlob(REPOSITORY, config);
    byte[] manifest =
        ("{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{\"mediaType\":\"x/y\","
                + "\"digest\":\"%s\",\"size\":2},\"layers\":[]}")
            .formatted(MANIFEST, Digest.of(config))
            .getBytes(StandardCharsets.UTF_8);
    registry.putManifest(REPOSITORY, "1", MANIFEST, manifest);
    image =
        new MirroredImage("broker", "docker.example/x/broker:1", REPOSITORY, Digest.of(manifest));
    Files.createDirectories(folder.resolve("frozen"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void sign(SigningKey key, String name) throws IOException {
    assertThat(new CosignStore(registry, REPOSITORY).sign(image.digest(), name, key)).isTrue();
  }

  private void policy(String text) throws IOException {
    Files.writeString(folder.resolve("policy.yaml"), "mode: auto\n" + text);
  }

  private String keys() {
    return "signatures:\n  keys:\n" + key("old", old, "") + key("fresh", fresh, "");
  }

  private static String key(String name, SigningKey key, String more) {
    return "    - name: %s\n      publicKey: |\n%s%s"
        .formatted(name, key.publicKey().pem().indent(8), more.isEmpty() ? "" : more.indent(6));
  }

  private static String rule(String mode, String keys) {
    return "  rules:\n    - {repositories: ['acme/*'], mode: %s, keys: [%s]}\n  otherwise: require\n"
        .formatted(mode, keys);
  }

  private ImageSignatures signatures(Clock clock) {
    return new ImageSignatures(
        (repository, digest) -> {
          asked.add(repository);
          return new CosignStore(registry, repository).of(digest);
        },
        Optional.of(folder.resolve("policy.yaml")),
        clock);
  }

  private ImageSignatures.Judged look() {
    return signatures(Clock.systemUTC()).look(List.of(image), folder.resolve("frozen"));
  }

  private ImageSignatures.Judged again(Clock clock) {
    return signatures(clock).again(List.of(image), folder.resolve("frozen"));
  }

  @Test
  void nothingIsAskedWhereThePolicySaysNothing() throws IOException {
    policy("");
    assertThat(look().summary())
        .isEqualTo("signatures: 0 images as the policy wants, 0 not, 1 not asked for");
    assertThat(asked).isEmpty();
    Files.delete(folder.resolve("policy.yaml"));
    assertThat(look().warnings()).isEmpty();
  }

  @Test
  void whatIsRequiredAndNotThereIsRefusedByName() throws IOException {
    policy(keys() + rule("require", "old"));
    assertThatThrownBy(this::look)
        .isInstanceOfSatisfying(
            StepException.class, e -> assertThat(e.failure().reason()).isEqualTo("image-signature"))
        .hasMessage(
            "the customer's policy requires signatures that are not there: acme/broker@%s: it has no"
                + " cosign signature",
            image.digest());
    sign(fresh, "registry.example/acme/broker");
    assertThatThrownBy(this::look).hasMessageContaining("is by none of the keys [old]");
    sign(old, "registry.example/acme/broker");
    assertThat(look().summary()).startsWith("signatures: 1 images as the policy wants");
  }

  @Test
  void aWarningSaysWhatIsMissingAndLetsTheImageIn() throws IOException {
    policy(keys() + rule("warn", "old"));
    assertThat(look().warnings())
        .containsExactly(
            "image acme/broker@"
                + image.digest()
                + " is not signed as the policy wants: it has no cosign signature");
  }

  @Test
  void whatNoRuleFitsIsHeldToTheRest() throws IOException {
    policy(keys() + "  rules: []\n  otherwise: require\n");
    assertThatThrownBy(this::look)
        .hasMessageContaining("no rule of the policy names keys for acme/broker");
  }

  @Test
  void whatWasFoundIsJudgedAgainByThePolicyOfThen() throws IOException {
    sign(old, "registry.example/acme/broker");
    policy(keys() + rule("require", "old, fresh"));
    assertThat(look().warnings()).isEmpty();
    server.close();
    assertThat(again(Clock.systemUTC()).warnings()).isEmpty();
    policy(keys() + rule("require", "fresh"));
    assertThatThrownBy(() -> again(Clock.systemUTC()))
        .hasMessageContaining("is by none of the keys [fresh]");
    policy(keys() + rule("'off'", "old"));
    assertThat(again(Clock.systemUTC()).warnings()).isEmpty();
  }

  @Test
  void aPolicyThatWasSwitchedOnAfterThePlanWantsAnotherPlan() throws IOException {
    sign(old, "registry.example/acme/broker");
    policy(keys() + rule("'off'", "old"));
    assertThat(look().warnings()).isEmpty();
    policy(keys() + rule("require", "old"));
    assertThatThrownBy(() -> again(Clock.systemUTC()))
        .hasMessageContaining("nobody looked for its signatures when the plan was made");
  }

  @Test
  void aKeyCountsInItsTimeAlone() throws IOException {
    sign(old, "registry.example/acme/broker");
    sign(fresh, "registry.example/acme/broker");
    String timed =
        "signatures:\n  keys:\n"
            + key("old", old, "until: 2026-06-30")
            + key("fresh", fresh, "from: 2026-06-01T12:00:00Z");
    policy(timed + rule("require", "old"));
    var clock = new FakeClock(Instant.parse("2026-06-30T23:59:59Z"));
    assertThat(signatures(clock).look(List.of(image), folder.resolve("frozen")).warnings())
        .isEmpty();
    clock.advance(java.time.Duration.ofSeconds(1));
    assertThatThrownBy(() -> again(clock))
        .hasMessageContaining("(key old counted until 2026-07-01T00:00:00Z)");
    policy(timed + rule("require", "old, fresh"));
    assertThat(again(clock).warnings()).isEmpty();
    policy(timed + rule("require", "fresh"));
    assertThatThrownBy(() -> again(new FakeClock(Instant.parse("2026-06-01T00:00:00Z"))))
        .hasMessageContaining("(key fresh counts from 2026-06-01T12:00:00Z)");
  }

  @Test
  void aClaimMayNameTheRepositoryThatChartsKnowOrThoseOfTheRule() throws IOException {
    sign(old, "docker.example/x/broker");
    policy(keys() + rule("require", "old"));
    assertThat(look().warnings()).isEmpty();
    List<Evidence> elsewhere = List.of(moved());
    var signatures =
        new ImageSignatures(
            (_, _) -> elsewhere, Optional.of(folder.resolve("policy.yaml")), Clock.systemUTC());
    assertThatThrownBy(() -> signatures.look(List.of(image), folder.resolve("frozen")))
        .hasMessageContaining("is for the repository build.example/ci/out");
    for (String as : List.of("[ci/out]", "any")) {
      policy(keys() + rule("require", "old").replace("[old]", "[old], signedAs: " + as));
      assertThat(signatures.look(List.of(image), folder.resolve("frozen")).warnings()).isEmpty();
    }
  }

  private Evidence moved() {
    byte[] claim =
        ("{\"critical\":{\"identity\":{\"docker-reference\":\"build.example/ci/out\"},\"image\":{"
                + "\"docker-manifest-digest\":\"%s\"},\"type\":\"cosign container image signature\"}}")
            .formatted(image.digest())
            .getBytes(StandardCharsets.UTF_8);
    return new Evidence.Simple(claim, old.sign(claim));
  }

  @Test
  void aRegistryThatDoesNotAnswerIsNoReasonToLetAnImageIn() throws IOException {
    policy(keys() + rule("warn", "old"));
    server.close();
    assertThatThrownBy(this::look)
        .isInstanceOfSatisfying(
            StepException.class, e -> assertThat(e.failure().retryable()).isTrue());
  }

  @Test
  void aSlipOfThePenWeakensNothing() throws IOException {
    for (String bad :
        List.of(
            "signatures: {}\n",
            "signatures: [x]\n",
            keys() + "  rules: []\n",
            keys() + rule("requre", "old"),
            keys() + rule("require", "odl"),
            keys() + rule("require", ""),
            keys() + rule("require", "old").replace("keys: [old]", "key: [old]"),
            keys() + rule("require", "old").replace("otherwise", "else"),
            keys().replace("name: fresh", "name: old") + rule("require", "old"),
            keys().replace("BEGIN PUBLIC", "BEGIN PRIVATE") + rule("require", "old"),
            "signatures:\n  keys:\n" + key("old", old, "until: soon") + rule("require", "old"))) {
      policy(bad);
      assertThatThrownBy(this::look)
          .as(bad)
          .isInstanceOfSatisfying(
              StepException.class,
              e -> assertThat(e.failure().reason()).isEqualTo("policy-refused"));
    }
  }

  @Test
  void patternsKnowPartsOfPaths() {
    var rule =
        new SignatureRule(
            List.of("acme/*", "mirror/**", "exact"),
            SignatureRule.Mode.OFF,
            List.of(),
            Optional.empty());
    assertThat(List.of("acme/a", "mirror/a/b", "exact")).allMatch(rule::isFor);
    assertThat(List.of("acme/a/b", "acme", "xacme/a", "exact/a", "mirror")).noneMatch(rule::isFor);
  }

  @Test
  void theFileIsShownAsItCounts() throws IOException {
    policy(keys() + rule("require", "old"));
    assertThat(ImageSignatures.page(folder.resolve("policy.yaml")))
        .startsWith("require  acme/*\n           key old (ECDSA_P256, sha256:")
        .endsWith("require  all others\n");
  }
}
