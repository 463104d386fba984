package io.bowline.release.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.http.Callers;
import io.bowline.registry.http.Fault;
import io.bowline.registry.http.RegistryServer;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.bundle.BundleRefused;
import io.bowline.release.bundle.Samples;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.Password;
import io.bowline.release.registry.RegistryClient;
import io.bowline.release.registry.RegistryRefused;
import io.bowline.release.trust.Seen;
import io.bowline.release.trust.SigningKey;
import io.bowline.release.trust.Statement;
import io.bowline.release.trust.TrustRoot;
import io.bowline.release.trust.Verdict;
import io.bowline.release.trust.Verifier;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseStoreTest {
  private static final String REPOSITORY = "acme/streaming";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private final SigningKey key = SigningKey.generate();
  @TempDir Path folder;
  private RegistryServer server;
  private ReleaseStore store;

  @BeforeEach
  void serve() throws IOException {
    server =
        RegistryServer.start(
            folder,
            RegistryServer.Settings.loopback().admitting(Callers.basic("vendor", "sesame")));
    store = store("sesame");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private ReleaseStore store(String password) {
    return new ReleaseStore(
        new RegistryClient(
            HTTP, server.address(), new Login.Basic("vendor", Password.of(password))),
        REPOSITORY);
  }

  private Bundle published(String version) throws IOException {
    Bundle bundle = Samples.bundle(version);
    store.push(bundle);
    store.attach(bundle, statement(bundle).sign(key));
    return bundle;
  }

  private static Statement.Published statement(Bundle bundle) {
    return new Statement.Published(
        bundle.release().product(),
        bundle.release().version(),
        bundle.release().sequence(),
        bundle.digest());
  }

  private Verdict judge(Pulled pulled, Seen seen) {
    TrustRoot root = new TrustRoot(1, "acme/streaming", List.of(key.publicKey()));
    return new Verifier(root)
        .judge(pulled.bundle().digest(), pulled.bundle().release(), pulled.envelopes(), seen);
  }

  @Test
  @Tag("C36.signature-verified")
  void aPublishedReleaseIsPulledAndTrusted() throws IOException {
    Bundle bundle = published("v1");
    assertThat(store.find("1.0.0")).contains(bundle.digest());
    Pulled pulled = store.pull(bundle.digest());
    assertThat(pulled.bundle().manifestBytes()).isEqualTo(bundle.manifestBytes());
    assertThat(judge(pulled, Seen.NOTHING)).isInstanceOf(Verdict.Trusted.class);
    Seen newer = new Seen(2, Optional.of(Digest.of(new byte[0])));
    assertThat(judge(pulled, newer)).isInstanceOf(Verdict.Untrusted.class);
  }

  @Test
  void aSecondSignatureAndAReturnJoinTheFirst() throws IOException {
    Bundle bundle = published("v1");
    store.attach(bundle, new Statement.Return("acme/streaming", 1, bundle.digest(), 2).sign(key));
    Pulled pulled = store.pull(bundle.digest());
    assertThat(pulled.envelopes()).hasSize(2);
    assertThat(judge(pulled, new Seen(2, Optional.empty())))
        .isInstanceOfSatisfying(
            Verdict.Trusted.class, trusted -> assertThat(trusted.byException()).isTrue());
  }

  @Test
  void aRegistryWithoutReferrersApiKeepsThemUnderATag() throws IOException {
    server.faults().always("GET", "/referrers/", new Fault.Answer(404, Optional.empty()));
    Bundle bundle = Samples.bundle("v1");
    store.push(bundle);
    assertThat(store.pull(bundle.digest()).envelopes()).isEmpty();
  }

  @Test
  void pushingAgainChangesNothingAndAnotherReleaseDoesNotTakeItsVersion() throws IOException {
    Bundle bundle = published("v1");
    store.push(bundle);
    Bundle other =
        Bundle.read(bundle.digest(), bundle.manifestBytes(), d -> bundle.blob(d.digest()));
    assertThat(other.digest()).isEqualTo(bundle.digest());
    new RegistryClient(HTTP, server.address(), new Login.Basic("vendor", Password.of("sesame")))
        .putManifest(
            REPOSITORY,
            "2.0.0",
            "application/vnd.oci.image.manifest.v1+json",
            bundle.manifestBytes());
    assertThatThrownBy(() -> store.push(Samples.bundle("v2")))
        .isInstanceOf(BundleRefused.class)
        .hasMessageContaining("never changes");
  }

  @Test
  void alteredBytesAndWrongDigestsDoNotPass() throws IOException {
    Bundle bundle = published("v1");
    server.faults().on("GET", "/blobs/", 1, new Fault.WrongBytes());
    assertThatThrownBy(() -> store.pull(bundle.digest())).hasMessageContaining("other bytes");
    server.faults().on("GET", "/manifests/", 1, new Fault.WrongBytes());
    assertThatThrownBy(() -> store.pull(bundle.digest())).hasMessageContaining("other bytes");
    server.faults().on("GET", "/blobs/", 1, new Fault.CutResponse(10));
    assertThatThrownBy(() -> store.pull(bundle.digest())).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> store.pull(Digest.of(new byte[] {9})))
        .hasMessageContaining("has no manifest");
  }

  @Test
  void aWrongPasswordIsSaidAndNotShown() throws IOException {
    assertThatThrownBy(() -> store("hunter2").push(Samples.bundle("v1")))
        .isInstanceOf(RegistryRefused.class)
        .hasMessageContaining("login")
        .hasMessageNotContaining("hunter2");
    server.faults().on("*", "/", 1, new Fault.Answer(429, Optional.empty()));
    assertThatThrownBy(() -> store.find("1.0.0")).hasMessageContaining("come back later");
  }
}
