package io.bowline.release.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.artifact.Digest;
import io.bowline.model.release.MirroredImage;
import io.bowline.registry.http.Fault;
import io.bowline.registry.http.RegistryServer;
import io.bowline.release.bundle.AuthorFolder;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.bundle.BundleRefused;
import io.bowline.release.bundle.MediaTypes;
import io.bowline.release.bundle.Packed;
import io.bowline.release.bundle.Samples;
import io.bowline.release.publish.Pulled;
import io.bowline.release.publish.ReleaseStore;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.RegistryClient;
import io.bowline.release.registry.RegistryRefused;
import io.bowline.release.trust.Seen;
import io.bowline.release.trust.SigningKey;
import io.bowline.release.trust.Statement;
import io.bowline.release.trust.TrustRoot;
import io.bowline.release.trust.Verdict;
import io.bowline.release.trust.Verifier;
import io.bowline.testkit.Parts;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportAndImportTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String PRODUCT = "acme/streaming";
  private static final String IMAGE = "acme/sample";
  private static final String SBOM = "application/spdx+json";

  private final SigningKey key = SigningKey.generate();
  private final List<String> told = new ArrayList<>();
  @TempDir Path folder;
  private RegistryServer vendors;
  private RegistryServer customers;
  private RegistryClient vendor;
  private RegistryClient customer;
  private Digest image;
  private Bundle bundle;

  @BeforeEach
  void publish() throws IOException {
    vendors = server("vendor");
    customers = server("customer");
    vendor = new RegistryClient(HTTP, vendors.address(), new Login.Anonymous());
    customer = new RegistryClient(HTTP, customers.address(), new Login.Anonymous());
    image = twoPlatforms();
    bundle =
        switch (AuthorFolder.pack(Samples.folder("v1"), (_, _) -> Optional.of(image))) {
          case Packed.Done(Bundle packed) -> packed;
          case Packed.Refused(var problems) -> throw new AssertionError(problems.toString());
        };
    ReleaseStore store = new ReleaseStore(vendor, PRODUCT);
    store.push(bundle);
    store.attach(bundle, new Statement.Published(PRODUCT, "1.0.0", 1, bundle.digest()).sign(key));
  }

  private RegistryServer server(String name) throws IOException {
    return RegistryServer.start(
        Files.createDirectories(folder.resolve(name)), RegistryServer.Settings.loopback());
  }

  @AfterEach
  void close() {
    vendors.close();
    customers.close();
  }

  /// An index of two images with a layer in common, and a bill of materials for one of them.
  private Digest twoPlatforms() throws IOException {
    byte[] shared = new byte[300_000];
    new Random(1).nextBytes(shared);
    List<String> entries = new ArrayList<>();
    for (String architecture : List.of("amd64", "arm64")) {
      byte[] manifest = manifest(architecture, shared);
      vendor.putManifest(IMAGE, Digest.of(manifest).toString(), MediaTypes.MANIFEST, manifest);
      entries.add(
          """
          {"mediaType":"%s","digest":"%s","size":%d,
           "platform":{"os":"linux","architecture":"%s"}}\
          """
              .formatted(MediaTypes.MANIFEST, Digest.of(manifest), manifest.length, architecture));
      if (architecture.equals("arm64")) {
        refer(manifest);
      }
    }
    byte[] index =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(MediaTypes.INDEX, String.join(",", entries))
            .getBytes(StandardCharsets.UTF_8);
    vendor.putManifest(IMAGE, "1.0", MediaTypes.INDEX, index);
    return Digest.of(index);
  }

  private byte[] manifest(String architecture, byte[] layer) throws IOException {
    byte[] config =
        """
        {"os":"linux","architecture":"%s","rootfs":{"type":"layers","diff_ids":["%s"]}}\
        """
            .formatted(architecture, Digest.of(layer))
            .getBytes(StandardCharsets.UTF_8);
    vendor.putBlob(IMAGE, config);
    vendor.putBlob(IMAGE, layer);
    return """
    {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.image.config.v1+json",
     "digest":"%s","size":%d},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar",
     "digest":"%s","size":%d}]}\
    """
        .formatted(
            MediaTypes.MANIFEST, Digest.of(config), config.length, Digest.of(layer), layer.length)
        .getBytes(StandardCharsets.UTF_8);
  }

  private void refer(byte[] subject) throws IOException {
    byte[] bill = "{\"spdxVersion\":\"SPDX-2.3\"}".getBytes(StandardCharsets.UTF_8);
    vendor.putBlob(IMAGE, bill);
    vendor.putBlob(IMAGE, "{}".getBytes(StandardCharsets.UTF_8));
    byte[] manifest =
        """
        {"schemaVersion":2,"mediaType":"%1$s","artifactType":"%2$s",
         "config":{"mediaType":"%3$s","digest":"%4$s","size":2},
         "layers":[{"mediaType":"%2$s","digest":"%5$s","size":%6$d}],
         "subject":{"mediaType":"%1$s","digest":"%7$s","size":%8$d}}\
        """
            .formatted(
                MediaTypes.MANIFEST,
                SBOM,
                MediaTypes.EMPTY,
                Digest.of("{}".getBytes(StandardCharsets.UTF_8)),
                Digest.of(bill),
                bill.length,
                Digest.of(subject),
                subject.length)
            .getBytes(StandardCharsets.UTF_8);
    vendor.putReferrer(IMAGE, Digest.of(subject), MediaTypes.MANIFEST, SBOM, manifest);
  }

  private Path exported(String name) throws IOException {
    Path file = folder.resolve(name);
    new ReleaseExport(vendor, told::add).write(PRODUCT, bundle.digest(), file);
    return file;
  }

  private Bundle imported(Path file) throws IOException {
    return new ReleaseImport(Layout.open(file), customer, told::add).run();
  }

  @Test
  void aReleaseArrivesWithTheSameDigestsItsSignatureAndWhatRefersToItsImages() throws IOException {
    Path file = exported("bundle.tar");
    assertThat(told).containsExactly("acme/sample:1.0", "acme/streaming:1.0.0");
    vendors.close();
    assertThat(imported(file).digest()).isEqualTo(bundle.digest());

    Pulled pulled = new ReleaseStore(customer, PRODUCT).pull(bundle.digest());
    TrustRoot root = new TrustRoot(1, PRODUCT, List.of(key.publicKey()));
    assertThat(
            new Verifier(root)
                .judge(
                    bundle.digest(), pulled.bundle().release(), pulled.envelopes(), Seen.NOTHING))
        .isInstanceOf(Verdict.Trusted.class);
    assertThat(customer.digest(PRODUCT, "1.0.0")).contains(bundle.digest());
    assertThat(customer.digest(IMAGE, "1.0")).contains(image);
    byte[] index = customer.manifest(IMAGE, image.toString()).orElseThrow();
    List<String> bills = new ArrayList<>();
    for (var child : ManifestParts.of(index, image).manifests()) {
      byte[] manifest = customer.manifest(IMAGE, child.digest().toString()).orElseThrow();
      for (var blob : ManifestParts.of(manifest, child.digest()).blobs()) {
        assertThat(customer.blob(IMAGE, blob.digest(), blob.size())).hasSize((int) blob.size());
      }
      customer.referrers(IMAGE, child.digest()).forEach(r -> bills.add(r.artifactType()));
    }
    assertThat(bills).containsExactly(SBOM);
  }

  @Test
  void theSameReleaseGivesTheSameBytesAndEachBlobOnce() throws IOException {
    Path first = exported("one.tar");
    Path second = exported("two.tar");
    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    try (TarFile tar = new TarFile(first)) {
      List<String> names = tar.getEntries().stream().map(TarArchiveEntry::getName).toList();
      assertThat(new HashSet<>(names)).hasSameSizeAs(names);
      assertThat(names).startsWith("oci-layout").endsWith("index.json");
    }
    assertThat(Files.size(first)).isLessThan(500_000);
  }

  @Test
  void importingAgainChangesNothing() throws IOException {
    Path file = exported("bundle.tar");
    imported(file);
    imported(file);
    assertThat(customer.digest(PRODUCT, "1.0.0")).contains(bundle.digest());
  }

  @Test
  void aVersionThatIsAnotherReleaseThereIsNotReplaced() throws IOException {
    Path file = exported("bundle.tar");
    new ReleaseStore(customer, PRODUCT).push(Samples.bundle("v1"));
    assertThatThrownBy(() -> imported(file))
        .isInstanceOf(BundleRefused.class)
        .hasMessageContaining("acme/streaming:1.0.0 is already published as");
  }

  private Path exported(String name, String... platforms) throws IOException {
    Path file = folder.resolve(name);
    new ReleaseExport(vendor, told::add, new Platforms(List.of(platforms)))
        .write(PRODUCT, bundle.digest(), file);
    return file;
  }

  /// Manifests of the index, by its order: amd64, arm64.
  private List<String> parts() throws IOException {
    byte[] index = vendor.manifest(IMAGE, image.toString()).orElseThrow();
    return ManifestParts.of(index, image).manifests().stream()
        .map(child -> child.digest().toString())
        .toList();
  }

  @Test
  void onePlatformAloneLeavesTheDigestsWhatTheyAre() throws IOException {
    Path file = exported("amd64.tar", "linux/amd64");
    List<String> parts = parts();
    assertThat(Layout.open(file).platforms()).isEqualTo(new Platforms(List.of("linux/amd64")));
    assertThat(Layout.open(file).has(Digest.parse(parts.getLast()))).isFalse();
    vendors.close();

    assertThat(imported(file).digest()).isEqualTo(bundle.digest());
    assertThat(customer.digest(IMAGE, "1.0")).contains(image);
    assertThat(customer.manifest(IMAGE, parts.getFirst())).isPresent();
    assertThat(customer.manifest(IMAGE, parts.getLast())).isEmpty();
    assertThat(customer.referrers(IMAGE, Digest.parse(parts.getLast()))).isEmpty();
    assertThat(imported(file).digest()).isEqualTo(bundle.digest());
  }

  @Test
  void bothPlatformsByNameAreAsMuchAsAllOfThem() throws IOException {
    Path named = exported("named.tar", "linux/arm64", "linux/amd64", "linux/amd64");
    assertThat(imported(named).digest()).isEqualTo(bundle.digest());
    assertThat(customer.manifest(IMAGE, parts().getLast())).isPresent();
    assertThat(customer.referrers(IMAGE, Digest.parse(parts().getLast()))).hasSize(1);
  }

  @Test
  void aFileThatLacksAPartOfItsOwnPlatformIsRefused() throws IOException {
    Path file = exported("amd64.tar", "linux/amd64");
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    String said = LayoutWriter.PLATFORMS + "\":\"linux/";
    Files.writeString(
        file, text.replace(said + "amd64", said + "arm64"), StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> imported(file))
        .isInstanceOf(BundleRefused.class)
        .hasMessageContaining("is no whole OCI layout")
        .hasMessageContaining(Digest.parse(parts().getLast()).hex());
    assertThat(customer.digest(IMAGE, "1.0")).isEmpty();
  }

  @Test
  void platformsThatAreNotThereAreRefusedByNamingThoseThatAre() throws IOException {
    assertThatThrownBy(() -> exported("no.tar", "linux/amd64", "linux/s390x"))
        .isInstanceOf(BundleRefused.class)
        .hasMessage(
            "no image of the release is for linux/s390x: there are linux/amd64, linux/arm64");
    assertThat(folder.resolve("no.tar")).doesNotExist();
    byte[] alone = manifest("amd64", new byte[10]);
    vendor.putManifest(IMAGE, Digest.of(alone).toString(), MediaTypes.MANIFEST, alone);
    var both =
        List.of(
            new MirroredImage("sample", "docker.example/acme/sample:1.0", IMAGE, image),
            new MirroredImage("tool", "docker.example/tool:1", IMAGE, Digest.of(alone)));
    assertThatThrownBy(() ->
            new PlatformCheck(vendor)
                .require(new Platforms(List.of("linux/amd64", "linux/arm64")), both))
        .isInstanceOf(BundleRefused.class)
        .hasMessage(
            "image tool (acme/sample@%s) is not for linux/arm64, but for linux/amd64"
                .formatted(Digest.of(alone)));
    new PlatformCheck(vendor).require(new Platforms(List.of("linux/amd64")), both);
    for (String none : List.of("amd64", "linux/", "Linux/amd64", "linux/amd64/v8/x", "")) {
      assertThatThrownBy(() -> new Platforms(List.of(none))).hasMessageContaining("is no platform");
    }
  }

  @Test
  void whatAttestsAPlatformComesWithItAndVariantsComeWithTheirArchitecture() throws IOException {
    String entry =
        "{\"digest\":\"sha256:%s\",\"size\":1,\"platform\":{\"os\":\"%s\",\"architecture\":\"%s\"%s}%s}";
    String about = ",\"annotations\":{\"vnd.docker.reference.digest\":\"sha256:%s\"}";
    List<String> names = List.of("a", "b", "c", "d").stream().map(one -> one.repeat(64)).toList();
    byte[] index =
        ("{\"manifests\":["
                + String.join(
                    ",",
                    entry.formatted(names.get(0), "linux", "arm", ",\"variant\":\"v7\"", ""),
                    entry.formatted(names.get(1), "linux", "amd64", "", ""),
                    entry.formatted(
                        names.get(2), "unknown", "unknown", "", about.formatted(names.get(0))),
                    entry.formatted(
                        names.get(3), "unknown", "unknown", "", about.formatted(names.get(1))))
                + "]}")
            .getBytes(StandardCharsets.UTF_8);
    ManifestParts parts = ManifestParts.of(index, Digest.of(index));
    assertThat(parts.manifests(new Platforms(List.of("linux/arm"))))
        .extracting(child -> child.digest().hex())
        .containsExactly(names.get(0), names.get(2));
    assertThat(parts.manifests(Platforms.all())).hasSize(4);
  }

  @Test
  void aRegistryThatWantsEveryPartSaysSoWithWhatToDo() throws IOException {
    Path file = exported("amd64.tar", "linux/amd64");
    customers.faults().always("PUT", "manifests/" + image, new Fault.Answer(404, Optional.empty()));
    assertThatThrownBy(() -> imported(file))
        .isInstanceOf(RegistryRefused.class)
        .hasMessageContaining(image.toString())
        .hasMessageContaining("images for linux/amd64 alone")
        .hasMessageContaining("export without --platform");
    assertThat(customer.digest(PRODUCT, "1.0.0")).isEmpty();
  }

  @Test
  void aRegistryThatGivesOtherBytesLeavesNoFile() throws IOException {
    vendors.faults().always("GET", "/blobs/", new Fault.WrongBytes());
    Path file = folder.resolve("bundle.tar");
    assertThatThrownBy(
            () -> new ReleaseExport(vendor, told::add).write(PRODUCT, bundle.digest(), file))
        .hasMessageContaining("other bytes");
    try (var files = Files.list(folder)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void anAlteredFileIsRefusedAndNoReleaseAppears() throws IOException {
    Path file = exported("bundle.tar");
    byte[] bytes = Files.readAllBytes(file);
    // in the middle of the layer, by far the largest entry
    bytes[200_000] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> imported(file)).isInstanceOf(IOException.class);
    assertThat(customer.digest(PRODUCT, "1.0.0")).isEmpty();
  }

  @Test
  void whatIsNoLayoutIsRefusedInASentence() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "no tar at all".repeat(100));
    assertThatThrownBy(() -> Layout.open(text)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Layout.open(tar("a", "b")))
        .isInstanceOf(BundleRefused.class)
        .hasMessageContaining("has no index.json");
    String digest = Digest.of(new byte[0]).toString();
    for (String name : List.of("../../etc:1", "acme/x:t/../../y", "UPPER:1", "")) {
      String index =
          """
          {"manifests":[{"digest":"%s","size":1,
           "annotations":{"org.opencontainers.image.ref.name":"%s"}}]}\
          """
              .formatted(digest, name);
      assertThatThrownBy(() -> Layout.open(tar("index.json", index)))
          .isInstanceOf(BundleRefused.class)
          .hasMessageContaining("index.json names '" + name + "'");
    }
    Layout none = Layout.open(tar("index.json", "{\"manifests\":[]}"));
    assertThatThrownBy(() -> ReleaseImport.release(none)).hasMessageContaining("holds 0 releases");
  }

  private Path tar(String name, String text) throws IOException {
    Path file = Files.createTempFile(folder, "layout", ".tar");
    try (OutputStream out = Files.newOutputStream(file);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(bytes.length);
      tar.putArchiveEntry(entry);
      tar.write(bytes);
      tar.closeArchiveEntry();
    }
    return file;
  }

  @Test
  @Tag("real")
  @RequiresPart("skopeo")
  void anOrdinaryClientReadsImagesFromTheFile() throws Exception {
    for (Path file : List.of(exported("all.tar"), exported("amd64.tar", "linux/amd64"))) {
      String from = "oci-archive:" + file + ":acme/sample:1.0";
      assertThat(Digest.of(said(0, "skopeo", "inspect", "--raw", from))).isEqualTo(image);
      Path copied = folder.resolve(file.getFileName() + ".dir");
      var _ = said(0, "skopeo", "--override-arch=amd64", "copy", from, "dir:" + copied);
      assertThat(Digest.of(Files.readAllBytes(copied.resolve("manifest.json"))).toString())
          .isEqualTo(parts().getFirst());
    }
    String sparse = "oci-archive:" + folder.resolve("amd64.tar") + ":acme/sample:1.0";
    var _ = said(1, "skopeo", "copy", "--all", sparse, "dir:" + folder.resolve("none"));
  }

  @Test
  @Tag("real")
  @RequiresPart("oras")
  void aClientOfArtifactsReadsOnePlatformFromTheFile() throws Exception {
    String layout = exported("amd64.tar", "linux/amd64") + "@" + image;
    byte[] index = said(0, "oras", "manifest", "fetch", "--oci-layout", layout);
    assertThat(Digest.of(index)).isEqualTo(image);
    String to = folder.resolve("copied") + ":1";
    var _ =
        said(
            0,
            "oras",
            "cp",
            "--from-oci-layout",
            "--to-oci-layout",
            "--platform",
            "linux/amd64",
            layout,
            to);
    assertThat(Digest.of(said(0, "oras", "manifest", "fetch", "--oci-layout", to)).toString())
        .isEqualTo(parts().getFirst());
    String whole = folder.resolve("whole") + ":1";
    var _ = said(1, "oras", "cp", "--from-oci-layout", "--to-oci-layout", layout, whole);
  }

  private static byte[] said(int code, String part, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(Parts.here().require(part).toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    byte[] out = process.getInputStream().readAllBytes();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(String.join(" ", command)).isEqualTo(code);
    return out;
  }
}
