package io.bowline.release.cosign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.http.RegistryServer;
import io.bowline.release.bundle.BundleRefused;
import io.bowline.release.bundle.MediaTypes;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.RegistryClient;
import io.bowline.release.trust.SigningKey;
import io.bowline.testkit.Parts;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CosignStoreTest {
  private static final String REPOSITORY = Recorded.REPOSITORY;
  private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

  private final SigningKey old = SigningKey.generate();
  private final SigningKey fresh = SigningKey.generate();
  @TempDir Path folder;
  private RegistryServer server;
  private RegistryClient registry;
  private CosignStore store;
  private Digest image;

  @BeforeEach
  void serve() throws IOException {
    server = RegistryServer.start(folder.resolve("data"), RegistryServer.Settings.loopback());
    registry =
        new RegistryClient(HttpClient.newHttpClient(), server.address(), new Login.Anonymous());
    store = new CosignStore(registry, REPOSITORY);
    registry.putBlob(REPOSITORY, EMPTY);
    image = put(new Recorded("p256").bytes("image.json"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Digest put(byte[] manifest) throws IOException {
    Digest digest = Digest.of(manifest);
    registry.putManifest(REPOSITORY, digest.toString(), MediaTypes.MANIFEST, manifest);
    return digest;
  }

  private String name() {
    return server.address().getAuthority() + "/" + REPOSITORY;
  }

  private CosignVerdict judge(SigningKey... keys) throws IOException {
    List<CosignKey> trusted = new ArrayList<>();
    for (SigningKey key : keys) {
      trusted.add(CosignKey.read("key-" + key.id(), key.publicKey().pem()));
    }
    return new CosignVerifier(new SignedImage(image, Set.of(REPOSITORY)), trusted)
        .judge(store.of(image));
  }

  @Test
  void keysOverlapWhileTheyAreRotated() throws IOException {
    assertThat(store.sign(image, name(), old)).isTrue();
    assertThat(store.sign(image, name(), fresh)).isTrue();
    assertThat(store.of(image)).hasSize(4);
    assertThat(judge(old)).isInstanceOf(CosignVerdict.Signed.class);
    assertThat(judge(fresh)).isInstanceOf(CosignVerdict.Signed.class);
    assertThat(judge(SigningKey.generate())).isInstanceOf(CosignVerdict.Unsigned.class);
  }

  @Test
  void signingAgainAddsNothing() throws IOException {
    assertThat(store.sign(image, name(), old)).isTrue();
    assertThat(store.sign(image, name(), old)).isFalse();
    assertThat(store.of(image)).hasSize(2);
  }

  @Test
  void whatCosignPushedIsFoundInBothForms() throws IOException {
    var recorded = new Recorded("p256");
    byte[] bundle = recorded.bytes("bundle.json");
    registry.putBlob(REPOSITORY, bundle);
    registry.putReferrer(
        REPOSITORY,
        image,
        MediaTypes.MANIFEST,
        CosignTypes.BUNDLE,
        recorded.bytes("bundle.manifest.json"));
    tag(recorded);
    assertThat(store.of(image)).containsExactly(recorded.simple(), recorded.bundle());
    assertThat(
            new CosignVerifier(recorded.signed(), List.of(recorded.key())).judge(store.of(image)))
        .isInstanceOf(CosignVerdict.Signed.class);
  }

  private void tag(Recorded recorded) throws IOException {
    byte[] claim = recorded.bytes("sig.payload.json");
    registry.putBlob(REPOSITORY, claim);
    SimpleForm form =
        SimpleForm.with(CosignTypes.JSON.nullNode(), claim, recorded.simple().signature());
    registry.putBlob(REPOSITORY, form.config());
    registry.putManifest(REPOSITORY, SimpleForm.tag(image), MediaTypes.MANIFEST, form.manifest());
  }

  @Test
  void signaturesWithoutEndOrOfAnotherKindAreRefusedByName() throws IOException {
    var layers = CosignTypes.JSON.createArrayNode();
    for (int i = 0; i < CosignTypes.MOST_SIGNATURES; i++) {
      layers
          .addObject()
          .put("mediaType", i % 2 == 0 ? "text/html" : CosignTypes.SIMPLE)
          .put("size", i % 2 == 0 ? 2 : 1L << 40)
          .put("digest", Digest.of(EMPTY).toString());
    }
    byte[] claim = SimpleForm.claim(image, name());
    registry.putBlob(REPOSITORY, claim);
    SimpleForm form = SimpleForm.with(layers, claim, old.sign(claim));
    registry.putBlob(REPOSITORY, form.config());
    String tag = SimpleForm.tag(image);
    registry.putManifest(REPOSITORY, tag, MediaTypes.MANIFEST, form.manifest());
    assertThatThrownBy(() -> store.of(image))
        .isInstanceOf(BundleRefused.class)
        .hasMessageContaining("has more than 50 signatures");
    layers.remove(0);
    form = SimpleForm.with(layers, claim, old.sign(claim));
    registry.putBlob(REPOSITORY, form.config());
    registry.putManifest(REPOSITORY, tag, MediaTypes.MANIFEST, form.manifest());
    assertThat(judge(old)).isInstanceOf(CosignVerdict.Signed.class);
    assertThat(judge(fresh))
        .asString()
        .contains("a layer of text/html with 2 bytes is no signature of at most 65536")
        .contains("1099511627776");
  }

  @Tag("real")
  @Tag("nightly")
  @RequiresPart("cosign")
  @Test
  void cosignTakesWhatWeSign() throws IOException, InterruptedException {
    assertThat(store.sign(image, name(), old)).isTrue();
    Path pub = Files.writeString(folder.resolve("vendor.pub"), old.publicKey().pem());
    Path other = Files.writeString(folder.resolve("other.pub"), fresh.publicKey().pem());
    for (String form : List.of("true", "false")) {
      cosign(0, "verify", "--key", pub.toString(), "--new-bundle-format=" + form, IGNORE, at());
      cosign(1, "verify", "--key", other.toString(), "--new-bundle-format=" + form, IGNORE, at());
    }
    cosign(0, "verify", "--key", pub.toString(), IGNORE, at());
  }

  private static final String IGNORE = "--insecure-ignore-tlog=true";

  @Tag("real")
  @Tag("nightly")
  @RequiresPart("cosign")
  @Test
  void weTakeWhatCosignSignsBesideOurOwn() throws IOException, InterruptedException {
    assertThat(store.sign(image, name(), old)).isTrue();
    cosign(0, "generate-key-pair", "--output-key-prefix", "theirs");
    for (String form : List.of("true", "false")) {
      cosign(
          0,
          "sign",
          "--key",
          "theirs.key",
          "--use-signing-config=false",
          "--tlog-upload=false",
          "--yes",
          "--new-bundle-format=" + form,
          at());
    }
    var theirs = CosignKey.read("theirs", Files.readString(folder.resolve("theirs.pub")));
    var asked = new SignedImage(image, Set.of(REPOSITORY));
    List<Evidence> found = store.of(image);
    assertThat(found).hasSize(4);
    for (Class<? extends Evidence> form : List.of(Evidence.Simple.class, Evidence.Bundled.class)) {
      List<Evidence> some = found.stream().filter(form::isInstance).toList();
      assertThat(new CosignVerifier(asked, List.of(theirs)).judge(some))
          .isInstanceOf(CosignVerdict.Signed.class);
    }
    assertThat(judge(old)).isInstanceOf(CosignVerdict.Signed.class);
  }

  private String at() {
    return name() + "@" + image;
  }

  private void cosign(int exit, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Parts.here().require("cosign").toString()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("COSIGN_PASSWORD", "");
    Path said = folder.resolve("said");
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    int code = process.exitValue();
    assertThat(code == 0 ? 0 : 1).as(command + "\n" + Files.readString(said)).isEqualTo(exit);
  }
}
