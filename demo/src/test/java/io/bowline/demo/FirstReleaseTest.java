package io.bowline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.cli.Bowline;
import io.bowline.demo.process.Processes;
import io.bowline.testkit.RequiresPart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A vendor's engineer who types what the documents say, in a fresh folder, in their order. Only
/// two things are other than written: the port, and where the example's image comes from.
@Tag("real")
@RequiresPart("skopeo")
class FirstReleaseTest {
  private static final Path ROOT =
      Path.of(System.getProperty("bowline.root", "..")).toAbsolutePath().normalize();
  private static final String PUBLIC_IMAGE = "docker://docker.io/library/busybox:1.37";

  @TempDir static Path folder;

  private static Processes processes;
  private static Product product;
  private static Path checkout;

  @BeforeAll
  static void aControlPlaneAndAFreshCheckout() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    processes = new Processes(folder, false);
    product =
        new Product(
            ROOT,
            java,
            folder,
            Ports.choose(),
            processes,
            Optional.empty(),
            Product.Beside.nothing());
    product.controlPlane();
    checkout = Files.createDirectory(folder.resolve("checkout"));
    Files.createSymbolicLink(checkout.resolve("data"), product.data());
    Files.createSymbolicLink(checkout.resolve("samples"), ROOT.resolve("samples"));
    Path launcher = checkout.resolve("bowline");
    Files.writeString(
        launcher,
        "#!/bin/sh\nexec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' %s \"$@\"\n"
            .formatted(java, System.getProperty("java.class.path"), Bowline.class.getName()));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    Path policy = Files.createDirectories(folder.resolve("home/.config/containers"));
    Files.writeString(
        policy.resolve("policy.json"), "{\"default\":[{\"type\":\"insecureAcceptAnything\"}]}");
    writeImage(folder.resolve("image"));
  }

  @AfterAll
  static void end() {
    processes.close();
  }

  private static Processes.Ended type(String name, String script) throws Exception {
    String here =
        script
            .replace("localhost:8443", "localhost:" + product.ports().https())
            .replace(PUBLIC_IMAGE, "oci:" + folder.resolve("image") + ":1");
    Path home = folder.resolve("home");
    return processes.run(
        name,
        List.of("/bin/sh", "-euc", "cd '%s'\n%s".formatted(checkout, here)),
        Map.of(
            "HOME", home.toString(),
            "XDG_CONFIG_HOME", home.resolve(".config").toString(),
            "XDG_RUNTIME_DIR", home.toString(),
            "REGISTRY_AUTH_FILE", home.resolve("auth.json").toString()));
  }

  @Test
  void whatTheDocumentsSayWorksAsItStands() throws Exception {
    DocumentedCommands release =
        DocumentedCommands.of(ROOT.resolve("docs/releases.md"), "first-release");
    DocumentedCommands registry =
        DocumentedCommands.of(ROOT.resolve("docs/registry.md"), "first-release");
    assertThat(release.blocks()).isEqualTo(9);
    assertThat(registry.blocks()).isEqualTo(2);

    Processes.Ended done = type("releases", release.script());

    assertThat(done.code()).as(done.out() + done.err()).isZero();
    assertThat(done.out())
        .contains("logged in to https://localhost")
        .contains("following the usual channel, stable, which points at 1.0.0")
        .contains("following the channel candidate as all of its organization")
        .contains("2.0.0 is slow")
        .contains("channel candidate points at nothing now");
    Processes.Ended pushed = type("registry", registry.script());
    assertThat(pushed.code()).as(pushed.out() + pushed.err()).isZero();
    assertThat(pushed.out()).contains("acme/broker").contains("DRY RUN").contains("collected");

    String mistyped = release.script().replace("release lint", "release lnit");
    Processes.Ended stopped = type("mistyped", mistyped);
    assertThat(stopped.code()).as("a command that changed is noticed").isEqualTo(2);
    assertThat(stopped.err()).contains("there is no 'bowline release lnit'");
  }

  /// A small image as an OCI layout, in place of one from the internet.
  private static void writeImage(Path layout) throws IOException {
    var compressed = new ByteArrayOutputStream();
    byte[] tar = new byte[1024];
    try (var gzip = new GZIPOutputStream(compressed)) {
      gzip.write(tar);
    }
    String layer = blob(layout, compressed.toByteArray());
    String config =
        blob(
            layout,
            """
            {"architecture":"amd64","os":"linux","config":{},
            "rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}\
            """
                .formatted(sha256(tar))
                .getBytes(StandardCharsets.UTF_8));
    byte[] manifest =
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
        "config":{"mediaType":"application/vnd.oci.image.config.v1+json",%s},
        "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip",%s}]}\
        """
            .formatted(config, layer)
            .getBytes(StandardCharsets.UTF_8);
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Files.writeString(
        layout.resolve("index.json"),
        """
        {"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json",
        %s,"annotations":{"org.opencontainers.image.ref.name":"1"}}]}\
        """
            .formatted(blob(layout, manifest)));
  }

  /// Digest and size, as a descriptor has them.
  private static String blob(Path layout, byte[] bytes) throws IOException {
    Path blobs = Files.createDirectories(layout.resolve("blobs/sha256"));
    Files.write(blobs.resolve(sha256(bytes)), bytes);
    return "\"digest\":\"sha256:%s\",\"size\":%d".formatted(sha256(bytes), bytes.length);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
