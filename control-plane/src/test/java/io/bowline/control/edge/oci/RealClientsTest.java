package io.bowline.control.edge.oci;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.org.Scope;
import io.bowline.model.id.OrgId;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ordinary clients, unaided: the vendor logs in with a token of its staff and pushes, a customer
/// logs in with a token of the organization and pulls what it is entitled to.
@Tag("real")
class RealClientsTest {
  private final String area = "acme/" + UUID.randomUUID().toString().substring(0, 8);
  @TempDir private Path home;
  private ArtifactBench bench;
  private Path ca;
  private OrdinaryClient client;
  private String customer;

  @BeforeEach
  void start() throws IOException {
    bench = new ArtifactBench(home.resolve("data"));
    client = new OrdinaryClient(home);
    ca = Files.writeString(home.resolve("ca.crt"), bench.caPem());
    OrgId org = bench.organization();
    bench.release("product-" + area, area + "/release", area + "/image");
    bench.catalog.entitle(org, "product-" + area, "test");
    customer = bench.token(org, Scope.READ).text().revealText();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  @RequiresPart("skopeo")
  void skopeo() throws IOException, InterruptedException {
    String image = "docker://" + bench.authority() + "/" + area + "/image:v1";
    String foreign = "docker://" + bench.authority() + "/" + area + "/other:v1";
    Path layout = SmallImage.write(home.resolve("image"));
    skopeoLogin(bench.publisher);
    for (String target : new String[] {image, foreign}) {
      OrdinaryClient.ok(
          client.run(
              "",
              "skopeo",
              "--insecure-policy",
              "copy",
              "--preserve-digests",
              "--dest-cert-dir=" + home,
              "oci:" + layout + ":v1",
              target));
    }
    skopeoLogin(customer);
    OrdinaryClient.ok(
        client.run(
            "",
            "skopeo",
            "--insecure-policy",
            "copy",
            "--preserve-digests",
            "--src-cert-dir=" + home,
            image,
            "oci:" + home.resolve("back") + ":v1"));
    assertThat(Files.readString(home.resolve("back/index.json")))
        .contains(SmallImage.digest(layout));
    assertThat(client.run("", "skopeo", "inspect", "--cert-dir=" + home, foreign).code())
        .isNotZero();
    assertThat(
            client
                .run(
                    "",
                    "skopeo",
                    "--insecure-policy",
                    "copy",
                    "--dest-cert-dir=" + home,
                    "oci:" + layout + ":v1",
                    image + "-mine")
                .code())
        .isNotZero();
  }

  @Test
  @RequiresPart("helm")
  void helm() throws IOException, InterruptedException {
    bench.release("charts-" + area, area + "/charts/sample", area + "/image");
    OrgId org = bench.organization();
    bench.catalog.entitle(org, "charts-" + area, "test");
    OrdinaryClient.ok(client.run("", "helm", "create", "sample"));
    OrdinaryClient.ok(client.run("", "helm", "package", "sample"));
    helmLogin(bench.publisher);
    String charts = "oci://" + bench.authority() + "/" + area + "/charts";
    OrdinaryClient.ok(
        client.run("", "helm", "push", "--ca-file=" + ca, "sample-0.1.0.tgz", charts));
    helmLogin(bench.token(org, Scope.READ).text().revealText());
    Files.createDirectory(home.resolve("pulled"));
    OrdinaryClient.ok(
        client.run(
            "",
            "helm",
            "pull",
            "--ca-file=" + ca,
            "--version=0.1.0",
            "--destination=pulled",
            charts + "/sample"));
    assertThat(home.resolve("pulled/sample-0.1.0.tgz"))
        .hasSameBinaryContentAs(home.resolve("sample-0.1.0.tgz"));
  }

  @Test
  @RequiresPart("oras")
  void oras() throws IOException, InterruptedException {
    String reference = bench.authority() + "/" + area + "/release:1.0.0";
    Files.writeString(home.resolve("release.json"), "{\"name\": \"streams\"}");
    Files.writeString(home.resolve("signature.json"), "{}");
    orasLogin(bench.publisher);
    OrdinaryClient.ok(
        client.run(
            "", "oras", "push", "--ca-file=" + ca, reference, "release.json:application/json"));
    OrdinaryClient.ok(
        client.run(
            "",
            "oras",
            "attach",
            "--ca-file=" + ca,
            "--artifact-type=application/vnd.example.signature",
            reference,
            "signature.json:application/json"));
    orasLogin(customer);
    OrdinaryClient.ok(
        client.run("", "oras", "pull", "--ca-file=" + ca, "--output=pulled", reference));
    assertThat(home.resolve("pulled/release.json"))
        .hasSameBinaryContentAs(home.resolve("release.json"));
    OrdinaryClient.Ended discovered =
        client.run("", "oras", "discover", "--ca-file=" + ca, "--format=json", reference);
    assertThat(discovered.output()).contains("application/vnd.example.signature");
    OrdinaryClient.Ended refused =
        client.run(
            "",
            "oras",
            "pull",
            "--ca-file=" + ca,
            bench.authority() + "/" + area + "/secret:1.0.0");
    assertThat(refused.code()).isNotZero();
  }

  private void skopeoLogin(String token) throws IOException, InterruptedException {
    OrdinaryClient.ok(
        client.run(
            token,
            "skopeo",
            "login",
            "--cert-dir=" + home,
            "--username=token",
            "--password-stdin",
            bench.authority()));
  }

  private void helmLogin(String token) throws IOException, InterruptedException {
    OrdinaryClient.ok(
        client.run(
            token,
            "helm",
            "registry",
            "login",
            "--ca-file=" + ca,
            "--username=token",
            "--password-stdin",
            bench.authority()));
  }

  private void orasLogin(String token) throws IOException, InterruptedException {
    OrdinaryClient.ok(
        client.run(
            token,
            "oras",
            "login",
            "--ca-file=" + ca,
            "--username=token",
            "--password-stdin",
            bench.authority()));
  }
}
