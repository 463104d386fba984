package io.bowline.registry.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.registry.exchange.Exchange;
import io.bowline.registry.http.Callers;
import io.bowline.registry.http.RegistryServer;
import io.bowline.registry.http.SelfSigned;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ordinary clients, unaided, against a registry that asks for a password.
@Tag("real")
class RealClientsTest {
  private static final String PASSWORD = "correct horse";
  @TempDir private Path home;
  private RegistryServer server;
  private String authority;
  private Tool tool;

  @BeforeEach
  void start() throws IOException {
    serve(Optional.empty());
    tool = new Tool(home);
  }

  private void serve(Optional<X509KeyManager> tls) throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server =
        RegistryServer.start(
            home.resolve("registry"),
            new RegistryServer.Settings(
                anyPort, tls, Callers.basic("pusher", PASSWORD), Exchange.PATIENCE));
    authority = server.authority();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @RequiresPart("skopeo")
  @Tag("C36.digest-equal")
  @Tag("C36.multi-arch")
  void skopeoLogsInCopiesAnImageOfTwoPlatformsAndItsDigestStays()
      throws IOException, InterruptedException {
    server.close();
    serve(Optional.of(SelfSigned.in(home).server()));
    tool.runWith(
        PASSWORD,
        "skopeo",
        "login",
        "--tls-verify=false",
        "--username=pusher",
        "--password-stdin",
        authority);
    OciLayout image = OciLayout.write(home.resolve("image"), 300_000);
    tool.skopeoCopy("oci:" + image.folder() + ":v1", "docker://" + authority + "/team/app:v1");
    tool.skopeoCopy(
        "docker://" + authority + "/team/app:v1", "docker://" + authority + "/mirror/app:v1");
    tool.skopeoCopy(
        "docker://" + authority + "/mirror/app:v1", "oci:" + home.resolve("back") + ":v1");
    assertThat(home.resolve("back/blobs/sha256/" + image.index().hex())).exists();
    String inspected =
        tool.run(
            "skopeo", "inspect", "--tls-verify=false", "docker://" + authority + "/mirror/app:v1");
    assertThat(inspected).contains("\"Architecture\": \"amd64\"");
    assertThat(
            tool.run(
                "skopeo", "list-tags", "--tls-verify=false", "docker://" + authority + "/team/app"))
        .contains("\"v1\"");
    tool.run("skopeo", "delete", "--tls-verify=false", "docker://" + authority + "/team/app:v1");
    assertThat(
            tool.run(
                "skopeo", "list-tags", "--tls-verify=false", "docker://" + authority + "/team/app"))
        .doesNotContain("\"v1\"");
    tool.skopeoCopy(
        "docker://" + authority + "/mirror/app:v1", "oci:" + home.resolve("again") + ":v1");
  }

  @Test
  @RequiresPart("helm")
  void helmLogsInPushesAndPullsAChart() throws IOException, InterruptedException {
    tool.runWith(
        PASSWORD,
        "helm",
        "registry",
        "login",
        "--plain-http",
        "--username=pusher",
        "--password-stdin",
        authority);
    tool.run("helm", "create", "sample");
    tool.run("helm", "package", "sample");
    tool.run("helm", "push", "--plain-http", "sample-0.1.0.tgz", "oci://" + authority + "/charts");
    Files.createDirectory(home.resolve("pulled"));
    tool.run(
        "helm",
        "pull",
        "--plain-http",
        "--version=0.1.0",
        "--destination=pulled",
        "oci://" + authority + "/charts/sample");
    assertThat(home.resolve("pulled/sample-0.1.0.tgz"))
        .hasSameBinaryContentAs(home.resolve("sample-0.1.0.tgz"));
  }

  @Test
  @RequiresPart("oras")
  void orasLogsInPushesAttachesAndPulls() throws IOException, InterruptedException {
    tool.runWith(
        PASSWORD,
        "oras",
        "login",
        "--plain-http",
        "--username=pusher",
        "--password-stdin",
        authority);
    Files.writeString(home.resolve("release.json"), "{\"name\": \"streams\"}");
    Files.writeString(home.resolve("sbom.json"), "{\"packages\": []}");
    String reference = authority + "/releases/streams:1.0.0";
    tool.run(
        "oras",
        "push",
        "--plain-http",
        "--artifact-type=application/vnd.example.release",
        reference,
        "release.json:application/json");
    tool.run(
        "oras",
        "attach",
        "--plain-http",
        "--artifact-type=application/vnd.example.sbom",
        reference,
        "sbom.json:application/json");
    assertThat(discovered(reference)).contains("application/vnd.example.sbom");
    tool.run(
        "oras",
        "cp",
        "--recursive",
        "--from-plain-http",
        "--to-plain-http",
        reference,
        authority + "/copies/streams:1.0.0");
    assertThat(discovered(authority + "/copies/streams:1.0.0"))
        .contains("application/vnd.example.sbom");
    tool.run(
        "oras", "pull", "--plain-http", "--output=pulled", authority + "/copies/streams:1.0.0");
    assertThat(home.resolve("pulled/release.json"))
        .hasSameBinaryContentAs(home.resolve("release.json"));
    assertThat(tool.run("oras", "repo", "tags", "--plain-http", authority + "/copies/streams"))
        .contains("1.0.0");
  }

  @Test
  @RequiresPart("regctl")
  @Tag("C36.digest-equal")
  void regctlCopiesWithReferrersAndTheDigestStays() throws IOException, InterruptedException {
    tool.run("regctl", "registry", "set", "--skip-check", "--tls=disabled", authority);
    tool.runWith(
        PASSWORD, "regctl", "registry", "login", "--user=pusher", "--pass-stdin", authority);
    OciLayout image = OciLayout.write(home.resolve("image"), 300_000);
    tool.run(
        "regctl", "image", "copy", "ocidir://" + image.folder() + ":v1", authority + "/one/app:v1");
    tool.run(
        "regctl",
        "image",
        "copy",
        "--referrers",
        authority + "/one/app:v1",
        authority + "/two/app:v1");
    assertThat(tool.run("regctl", "image", "digest", authority + "/two/app:v1"))
        .contains(image.index().toString());
  }

  private String discovered(String reference) throws IOException, InterruptedException {
    return tool.run("oras", "discover", "--plain-http", "--format=json", reference);
  }
}
