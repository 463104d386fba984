package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.http.RegistryServer;
import io.bowline.release.archive.ArchiveLimits;
import io.bowline.release.archive.FileTree;
import io.bowline.release.bundle.MediaTypes;
import io.bowline.release.cosign.CosignKey;
import io.bowline.release.cosign.CosignStore;
import io.bowline.release.cosign.CosignVerdict;
import io.bowline.release.cosign.CosignVerifier;
import io.bowline.release.cosign.Evidence;
import io.bowline.release.cosign.SignedImage;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.RegistryClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseVerbsTest {
  @TempDir Path folder;
  @TempDir Path storage;
  private RegistryServer registry;
  private Run.User vendor;

  @BeforeEach
  void serve() throws IOException {
    registry = RegistryServer.start(storage, RegistryServer.Settings.loopback());
    vendor = new Run.User(folder, Map.of("BOWLINE_SERVER", registry.address().toString()), "");
    for (String version : new String[] {"v1", "v2"}) {
      Path target = Files.createDirectory(folder.resolve(version));
      FileTree.ofFolder(
              Path.of(System.getProperty("bowline.root"), "samples/streaming", version),
              ArchiveLimits.CHART_OR_MODULE)
          .writeTo(target);
    }
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private void mirror(String tag) throws IOException {
    byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
    var client =
        new RegistryClient(HttpClient.newHttpClient(), registry.address(), new Login.Anonymous());
    client.putBlob("acme/sample", config);
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
         "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":2},
         "layers":[]}\
        """
            .formatted(Digest.of(config));
    client.putManifest(
        "acme/sample",
        tag,
        "application/vnd.oci.image.manifest.v1+json",
        manifest.getBytes(StandardCharsets.UTF_8));
  }

  private Run good(String... arguments) {
    Run run = vendor.run(arguments);
    assertThat(run.code()).as(run.err() + run.out()).isZero();
    return run;
  }

  @Test
  void aReleaseIsMadeSignedPublishedAndVerified() throws IOException {
    mirror("1.0");
    good("release", "lint", "v1");
    good("release", "keygen", "vendor.key", "--product", "acme/streaming");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("vendor.key"))))
        .isEqualTo("rw-------");
    Run published = good("release", "publish", "v1", "--key", "vendor.key", "--only-push");
    assertThat(published.out()).contains("sha256:").contains("1.0.0");
    assertThat(good("release", "publish", "v1", "--key", "vendor.key", "--only-push").out())
        .isEqualTo(published.out());
    assertThat(signatures(published)).hasSize(1);
    String root = "vendor.key.trust-root.json";
    assertThat(good("release", "verify", "acme/streaming", "1.0.0", "--trust-root", root).out())
        .startsWith("trusted: acme/streaming 1.0.0, sequence 1");
    Run replayed =
        vendor.run(
            "release", "verify", "acme/streaming", "1.0.0", "--trust-root", root, "--seen", "2");
    assertThat(replayed.code()).isEqualTo(1);
    assertThat(replayed.err()).startsWith("bowline: not trusted: ").hasLineCount(1);
    good("release", "sign", "acme/streaming", "1.0.0", "--key", "vendor.key", "--return-from", "2");
    assertThat(
            good(
                    "release",
                    "verify",
                    "acme/streaming",
                    "1.0.0",
                    "--trust-root",
                    root,
                    "--seen",
                    "2")
                .out())
        .contains("by a signed return");
  }

  @Test
  void aReleaseAndItsImagesAreSignedForCosignOncePerKey() throws IOException {
    mirror("1.0");
    for (String key : List.of("old.key", "new.key")) {
      good("release", "keygen", key);
      String[] publish = {"release", "publish", "v1", "--key", key, "--only-push", "--sign-images"};
      good(publish);
      good(publish);
    }
    good("release", "sign", "acme/streaming", "1.0.0", "--key", "new.key", "--sign-images");
    var client =
        new RegistryClient(HttpClient.newHttpClient(), registry.address(), new Login.Anonymous());
    var trusted = new ArrayList<CosignKey>();
    for (String key : List.of("old.key", "new.key")) {
      trusted.add(CosignKey.read(key, Files.readString(folder.resolve(key + ".pub"))));
    }
    for (String name : List.of("acme/streaming:1.0.0", "acme/sample:1.0")) {
      String repository = name.substring(0, name.indexOf(':'));
      Digest digest =
          client.digest(repository, name.substring(name.indexOf(':') + 1)).orElseThrow();
      List<Evidence> found = new CosignStore(client, repository).of(digest);
      assertThat(found).hasSize(4);
      for (Evidence one : found) {
        var asked = new SignedImage(digest, Set.of(repository));
        assertThat(new CosignVerifier(asked, trusted).judge(List.of(one)))
            .isInstanceOf(CosignVerdict.Signed.class);
      }
    }
  }

  private List<RegistryClient.Referrer> signatures(Run published) throws IOException {
    Matcher digest = Pattern.compile("sha256:[0-9a-f]{64}").matcher(published.out());
    assertThat(digest.find()).isTrue();
    return new RegistryClient(HttpClient.newHttpClient(), registry.address(), new Login.Anonymous())
        .referrers("acme/streaming", Digest.parse(digest.group()), MediaTypes.SIGNATURE);
  }

  @Test
  void anotherKeyIsNotTrustedUntilTheRootRotates() throws IOException {
    mirror("1.0");
    good("release", "keygen", "old.key", "--product", "acme/streaming");
    good("release", "keygen", "new.key");
    good("release", "publish", "v1", "--key", "new.key", "--only-push");
    String[] verify = {
      "release", "verify", "acme/streaming", "1.0.0", "--trust-root", "old.key.trust-root.json"
    };
    assertThat(vendor.run(verify).err()).contains("is not in trust root version 1");
    good(
        "release",
        "rotate",
        "old.key.trust-root.json",
        "next",
        "--key",
        "old.key",
        "--new-key",
        "new.key");
    verify[5] = "next.plain.json";
    good(verify);
    verify[5] = "old.key.trust-root.json";
    good("release", "publish", "v1", "--key", "new.key", "--only-push", "--next-root", "next");
    assertThat(good(verify).out()).startsWith("trusted: ");
  }

  @Test
  void whatIsWrongIsSaidByFileAndLineAndNothingIsPushed() throws IOException {
    Files.writeString(
        folder.resolve("v1/release.yaml"),
        Files.readString(folder.resolve("v1/release.yaml"))
            .replace("replicas: 1", "replicas: many"));
    good("release", "keygen", "vendor.key");
    Run lint = vendor.run("release", "lint", "v1");
    assertThat(lint.code()).isEqualTo(1);
    assertThat(lint.out()).contains("release.yaml:75: components[3].run.replicas");
    Run publish = vendor.run("release", "publish", "v1", "--key", "vendor.key");
    assertThat(publish.code()).isEqualTo(1);
    assertThat(publish.err()).contains("components[3].run.replicas");
  }

  @Test
  void missingImagesAreWrittenIntoTheReleaseAndWarningsFailWhereThatIsAsked() throws IOException {
    Files.writeString(
        folder.resolve("v1/charts/broker/templates/extra.yaml"),
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: extra
        spec:
          containers:
            - name: extra
              image: quay.example/extra:1
        """);
    assertThat(vendor.run("release", "lint", "v1").out())
        .contains("extra.yaml:8: Pod extra uses image 'quay.example/extra:1'");
    Run fixed = good("release", "lint", "v1", "--fix");
    assertThat(fixed.out()).contains("added to images: quay.example/extra:1");
    assertThat(folder.resolve("v1/release.yaml")).content().contains("repository: extra\n");
    Run strict = vendor.run("release", "lint", "v1", "--strict", "-o", "json");
    assertThat(strict.code()).isEqualTo(1);
    assertThat(strict.out()).contains("\"rule\" : \"no-limits\"", "\"line\" : 7");
  }

  @Test
  void whatARunnerMayDoForAReleaseIsWrittenAsValuesOfItsChart() throws IOException {
    Run ofFolder = good("release", "rights", "--folder", "v1");
    assertThat(ofFolder.out())
        .startsWith("rights:\n  components:\n")
        .contains(
            """
                # broker: StatefulSet broker
                - {"apiGroups":["apps"],"resources":["statefulsets"],"verbs":["create","delete","get","list","patch","update","watch"]}
            """)
        .endsWith("  namespaces: {}\n  cluster: []\n");
    mirror("1.0");
    good("release", "keygen", "vendor.key", "--product", "acme/streaming");
    good("release", "publish", "v1", "--key", "vendor.key", "--only-push");
    good("release", "rights", "acme/streaming", "1.0.0", "--out", "rights.yaml");
    assertThat(folder.resolve("rights.yaml")).hasContent(ofFolder.out());
    assertThat(good("release", "rights", "--folder", "v1", "--namespace", "home").out())
        .startsWith("rights:\n  components: []\n  namespaces:\n    streaming:\n")
        .contains("\n      - {\"apiGroups\":[\"apps\"]");
    Run neither = vendor.run("release", "rights", "acme/streaming");
    assertThat(neither.code()).isEqualTo(2);
    assertThat(neither.err())
        .isEqualTo("bowline: say which release: either PRODUCT and RELEASE, or --folder FOLDER\n");
    Files.writeString(folder.resolve("v1/charts/broker/templates/x.yaml"), "{{ fail \"no\" }}");
    Run broken = vendor.run("release", "rights", "--folder", "v1");
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.err()).contains("templates/x.yaml:1").hasLineCount(1);
  }

  @Test
  void aReleaseTravelsInAFileToARegistryThatReachesNoOther() throws IOException {
    mirror("1.0");
    good("release", "keygen", "vendor.key", "--product", "acme/streaming");
    good("release", "publish", "v1", "--key", "vendor.key", "--only-push");
    Run exported = good("release", "export", "acme/streaming", "1.0.0", "--to", "bundle.tar");
    assertThat(exported.out()).startsWith("sha256:").endsWith(" in bundle.tar\n");
    assertThat(exported.err()).contains("acme/sample:1.0").contains("acme/streaming:1.0.0");
    assertThat(vendor.run("release", "export", "acme/streaming", "1.0.0", "--to", "bundle.tar"))
        .isEqualTo(new Run(6, "", "bowline: bundle.tar is there already\n"));
    Run misspelt =
        vendor.run("release", "export", "acme/streaming", "1.0.0", "--to", "x", "--platform=amd64");
    assertThat(misspelt.code()).isEqualTo(2);
    assertThat(misspelt.err()).contains("'amd64' is no platform, which is like linux/amd64");
    try (RegistryServer other =
        RegistryServer.start(
            Files.createDirectory(folder.resolve("other")), RegistryServer.Settings.loopback())) {
      String url = other.address().toString();
      Run imported = good("release", "import", "bundle.tar", "--only-push", "--registry", url);
      assertThat(imported.out()).startsWith("acme/streaming 1.0.0, sha256:");
      String root = "vendor.key.trust-root.json";
      assertThat(
              good(
                      "release",
                      "verify",
                      "acme/streaming",
                      "1.0.0",
                      "--trust-root",
                      root,
                      "--registry",
                      url)
                  .out())
          .startsWith("trusted: acme/streaming 1.0.0");
    }
    Files.writeString(folder.resolve("text.tar"), "nothing of the kind");
    Run none = vendor.run("release", "import", "text.tar", "--only-push");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).startsWith("bowline: ").contains("text.tar").hasLineCount(1);
    assertThat(vendor.run("release", "import", "nowhere.tar", "--only-push").err())
        .isEqualTo("bowline: nowhere.tar: there is no such file\n");
  }

  @Test
  void billsOfMaterialsOfTheFolderAreAttachedOnceAndShown() throws IOException {
    mirror("1.0");
    good("release", "keygen", "vendor.key", "--product", "acme/streaming");
    Path place = Files.createDirectory(folder.resolve("v1/attachments"));
    Files.writeString(place.resolve("release.cdx.json"), "{\"bomFormat\":\"CycloneDX\"}");
    Files.writeString(place.resolve("build.intoto.json"), "{\"predicateType\":\"slsa\"}");
    String[] publish = {"release", "publish", "v1", "--key", "vendor.key", "--only-push"};
    good(publish);
    good(publish);
    String shown =
        good(
                "release",
                "verify",
                "acme/streaming",
                "1.0.0",
                "--trust-root",
                "vendor.key.trust-root.json",
                "--attachments")
            .out();
    assertThat(shown)
        .containsOnlyOnce("  application/vnd.cyclonedx+json sha256:")
        .containsOnlyOnce("  application/vnd.in-toto+json sha256:")
        .containsOnlyOnce("  application/vnd.dev.sigstore.bundle.v0.3+json sha256:")
        .contains("\nacme/sample@sha256:");
    Files.writeString(place.resolve("other.spdx.json"), "{\"bomFormat\":\"CycloneDX\"}");
    assertThat(vendor.run(publish).err()).contains("other.spdx.json has no 'spdxVersion'");
    Files.move(place.resolve("other.spdx.json"), place.resolve("notes.txt"));
    assertThat(vendor.run(publish).err()).contains("notes.txt is called like none of");
  }

  @Test
  void anImageThatIsNotInTheRegistryStopsPublishing() {
    good("release", "keygen", "vendor.key");
    Run publish = vendor.run("release", "publish", "v1", "--key", "vendor.key", "--only-push");
    assertThat(publish.code()).isEqualTo(1);
    assertThat(publish.err()).contains("the registry has no acme/sample:1.0");
  }

  @Test
  void keysAreNeverOverwrittenAndPassphrasesComeByFile() throws IOException {
    Files.writeString(folder.resolve("pass"), "correct horse\n");
    good("release", "keygen", "vendor.key", "--passphrase-file", "pass");
    assertThat(Files.readString(folder.resolve("vendor.key"))).contains("ENCRYPTED");
    assertThat(vendor.run("release", "keygen", "vendor.key").code()).isEqualTo(6);
    Run locked = vendor.run("release", "publish", "v1", "--key", "vendor.key");
    assertThat(locked.err()).contains("no passphrase");
  }
}
