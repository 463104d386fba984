package io.bowline.runner.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.http.RegistryServer;
import io.bowline.release.bundle.AuthorFolder;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.bundle.Packed;
import io.bowline.release.publish.ReleaseStore;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.RegistryClient;
import io.bowline.release.trust.Seen;
import io.bowline.release.trust.SigningKey;
import io.bowline.release.trust.Statement;
import io.bowline.release.trust.TrustRoot;
import io.bowline.runner.step.StepException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A vendor changes from one key to the next, and runners follow by releases alone.
class KeyRotationTest {
  private static final String PRODUCT = "acme/streaming";

  private final SigningKey old = SigningKey.generate();
  private final SigningKey fresh = SigningKey.generate();
  @TempDir Path folder;
  private RegistryServer server;
  private ReleaseStore store;
  private RegistryClient registry;

  @BeforeEach
  void serve() throws IOException {
    server = RegistryServer.start(folder.resolve("data"), RegistryServer.Settings.loopback());
    registry =
        new RegistryClient(HttpClient.newHttpClient(), server.address(), new Login.Anonymous());
    store = new ReleaseStore(registry, PRODUCT);
    Files.write(folder.resolve("installed.json"), root(1, old).write());
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static TrustRoot root(long version, SigningKey... keys) {
    return new TrustRoot(
        version, PRODUCT, List.of(keys).stream().map(SigningKey::publicKey).toList());
  }

  private Bundle release(String version, long sequence, SigningKey... keys) throws IOException {
    Path author = Files.createDirectories(folder.resolve("v" + sequence));
    Files.writeString(
        author.resolve("release.yaml"),
        """
        formatVersion: 1
        product: %s
        version: %s
        sequence: %d
        components:
          - {name: topics, kind: terraform, module: module, timeout: 5m, reversibility: reversible}
        """
            .formatted(PRODUCT, version, sequence));
    Files.writeString(
        Files.createDirectories(author.resolve("module")).resolve("main.tf"), "locals {}\n");
    Bundle bundle =
        switch (AuthorFolder.pack(author, (_, _) -> Optional.empty())) {
          case Packed.Done(Bundle packed) -> packed;
          case Packed.Refused(var problems) -> throw new AssertionError(problems.toString());
        };
    store.push(bundle);
    for (SigningKey key : keys) {
      var statement = new Statement.Published(PRODUCT, version, sequence, bundle.digest());
      Digest _ = store.attach(bundle, statement.sign(key));
    }
    return bundle;
  }

  /// Each time as after a restart.
  private Trusted admit(Bundle bundle) {
    return new Gatekeeper(
            new RegistryReleases(() -> registry),
            folder.resolve("installed.json"),
            folder.resolve("trust"))
        .admit(PRODUCT, bundle.digest(), Seen.NOTHING);
  }

  private String refusal(Bundle bundle) {
    try {
      return "admitted " + admit(bundle);
    } catch (StepException e) {
      return e.failure().reason();
    }
  }

  @Test
  void keysOverlapAndThenTheOldOneIsRetired() throws IOException {
    Bundle first = release("1.0.0", 1, old);
    assertThat(admit(first).news()).isEmpty();

    Bundle both = release("2.0.0", 2, old, fresh);
    Bundle freshAlone = release("2.0.1", 3, fresh);
    assertThat(refusal(freshAlone)).isEqualTo("signature-unknown-key");
    byte[] second = root(2, old, fresh).signedBy(List.of(old, fresh));
    Digest _ = store.attachRoot(both, second);
    assertThat(admit(both).news())
        .singleElement()
        .asString()
        .startsWith("trust root version 2 took the place of version 1; releases are signed by [");
    assertThat(admit(both).news()).isEmpty();
    assertThat(admit(first).news()).isEmpty();
    assertThat(admit(freshAlone).news()).isEmpty();

    Bundle last = release("3.0.0", 4, fresh);
    Digest _ = store.attachRoot(last, root(3, fresh).signedBy(List.of(old, fresh)));
    assertThat(admit(last).news()).hasSize(1);
    assertThat(refusal(first)).isEqualTo("signature-unknown-key");
    assertThat(admit(both).news()).isEmpty();
  }

  @Test
  void anInstallThatWasAwayTakesEveryRootBetween() throws IOException {
    Bundle last = release("3.0.0", 4, fresh);
    Digest _ = store.attachRoot(last, root(3, fresh).signedBy(List.of(old, fresh)));
    Digest _ = store.attachRoot(last, root(2, old, fresh).signedBy(List.of(old, fresh)));
    assertThat(admit(last).news())
        .singleElement()
        .asString()
        .startsWith("trust root version 3 took the place of version 1");
  }

  @Test
  void aRootThatNobodySignedWhomTheRunnerTrustsIsNotTaken() throws IOException {
    SigningKey thief = SigningKey.generate();
    Bundle stolen = release("9.0.0", 9, thief);
    Digest _ = store.attachRoot(stolen, root(2, thief).signedBy(List.of(thief)));
    Digest _ = store.attachRoot(stolen, root(5, thief).signedBy(List.of(old, thief)));
    assertThat(refusal(stolen)).isEqualTo("signature-unknown-key");
    assertThat(folder.resolve("trust")).doesNotExist();
  }

  @Test
  void whatTheCustomerInstallsAfterwardsCounts() throws IOException {
    Bundle both = release("2.0.0", 2, old, fresh);
    Digest _ = store.attachRoot(both, root(2, fresh).signedBy(List.of(old, fresh)));
    assertThat(admit(both).news()).hasSize(1);
    SigningKey other = SigningKey.generate();
    Files.write(folder.resolve("installed.json"), root(2, other).write());
    assertThat(refusal(both)).isEqualTo("signature-unknown-key");
    Files.delete(folder.resolve("installed.json"));
    assertThatThrownBy(() -> admit(both)).hasMessageContaining("install it again");
  }
}
