package io.bowline.control.edge.oci;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.app.SharedDatabase;
import io.bowline.control.identity.Authority;
import io.bowline.control.org.TestOwner;
import io.bowline.testkit.RequiresPart;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole process: the registry beside the API on one listener, ordinary clients unaided.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
@Tag("real")
class RunningControlPlaneTest {
  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @TempDir Path home;

  private final String area = "acme/" + UUID.randomUUID().toString().substring(0, 8);
  private String registry;
  private Path ca;
  private OrdinaryClient client;

  @BeforeEach
  void setUp() throws IOException {
    registry = "127.0.0.1:" + address.getPort();
    ca = Files.writeString(home.resolve("ca.crt"), authority.bundlePem());
    client = new OrdinaryClient(home);
  }

  @Test
  @RequiresPart("skopeo")
  void skopeoLogsInPushesAndPulls() throws IOException, InterruptedException {
    Path layout = SmallImage.write(home.resolve("image"));
    String image = "docker://" + registry + "/" + area + "/image:v1";
    ok("skopeo", "login", "--cert-dir=" + home, "--username=x", "--password-stdin", registry);
    ok(
        "skopeo",
        "--insecure-policy",
        "copy",
        "--preserve-digests",
        "--dest-cert-dir=" + home,
        "oci:" + layout + ":v1",
        image);
    ok(
        "skopeo",
        "--insecure-policy",
        "copy",
        "--preserve-digests",
        "--src-cert-dir=" + home,
        image,
        "oci:" + home.resolve("back") + ":v1");
    assertThat(Files.readString(home.resolve("back/index.json")))
        .contains(SmallImage.digest(layout));
  }

  @Test
  @RequiresPart("helm")
  void helmLogsInPushesAndPulls() throws IOException, InterruptedException {
    ok("helm", "create", "sample");
    ok("helm", "package", "sample");
    String login = "--ca-file=" + ca;
    ok("helm", "registry", "login", login, "--username=x", "--password-stdin", registry);
    ok("helm", "push", login, "sample-0.1.0.tgz", "oci://" + registry + "/" + area);
    Files.createDirectory(home.resolve("pulled"));
    String chart = "oci://" + registry + "/" + area + "/sample";
    ok("helm", "pull", login, "--version=0.1.0", "--destination=pulled", chart);
    assertThat(home.resolve("pulled/sample-0.1.0.tgz"))
        .hasSameBinaryContentAs(home.resolve("sample-0.1.0.tgz"));
  }

  @Test
  @RequiresPart("oras")
  void orasLogsInPushesAndPulls() throws IOException, InterruptedException {
    Files.writeString(home.resolve("release.json"), "{}");
    String reference = registry + "/" + area + "/release:1";
    String login = "--ca-file=" + ca;
    ok("oras", "login", login, "--username=x", "--password-stdin", registry);
    ok("oras", "push", login, reference, "release.json:application/json");
    ok("oras", "pull", login, "--output=pulled", reference);
    assertThat(home.resolve("pulled/release.json"))
        .hasSameBinaryContentAs(home.resolve("release.json"));
  }

  private void ok(String program, String... arguments) throws IOException, InterruptedException {
    OrdinaryClient.ok(client.run(owner.token(), program, arguments));
  }
}
