package io.bowline.control.edge.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.org.Scope;
import io.bowline.model.id.OrgId;
import io.bowline.testkit.Parts;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
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
  private String customer;

  @BeforeEach
  void start() throws IOException {
    bench = new ArtifactBench(home.resolve("data"));
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
      ok(
          run(
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
    ok(
        run(
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
    assertThat(run("", "skopeo", "inspect", "--cert-dir=" + home, foreign).code()).isNotZero();
    assertThat(
            run(
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
    ok(run("", "helm", "create", "sample"));
    ok(run("", "helm", "package", "sample"));
    helmLogin(bench.publisher);
    String charts = "oci://" + bench.authority() + "/" + area + "/charts";
    ok(run("", "helm", "push", "--ca-file=" + ca, "sample-0.1.0.tgz", charts));
    helmLogin(bench.token(org, Scope.READ).text().revealText());
    Files.createDirectory(home.resolve("pulled"));
    ok(
        run(
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
    ok(run("", "oras", "push", "--ca-file=" + ca, reference, "release.json:application/json"));
    ok(
        run(
            "",
            "oras",
            "attach",
            "--ca-file=" + ca,
            "--artifact-type=application/vnd.example.signature",
            reference,
            "signature.json:application/json"));
    orasLogin(customer);
    ok(run("", "oras", "pull", "--ca-file=" + ca, "--output=pulled", reference));
    assertThat(home.resolve("pulled/release.json"))
        .hasSameBinaryContentAs(home.resolve("release.json"));
    Ended discovered = run("", "oras", "discover", "--ca-file=" + ca, "--format=json", reference);
    assertThat(discovered.output()).contains("application/vnd.example.signature");
    Ended refused =
        run(
            "",
            "oras",
            "pull",
            "--ca-file=" + ca,
            bench.authority() + "/" + area + "/secret:1.0.0");
    assertThat(refused.code()).isNotZero();
  }

  private void skopeoLogin(String token) throws IOException, InterruptedException {
    ok(
        run(
            token,
            "skopeo",
            "login",
            "--cert-dir=" + home,
            "--username=token",
            "--password-stdin",
            bench.authority()));
  }

  private void helmLogin(String token) throws IOException, InterruptedException {
    ok(
        run(
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
    ok(
        run(
            token,
            "oras",
            "login",
            "--ca-file=" + ca,
            "--username=token",
            "--password-stdin",
            bench.authority()));
  }

  private record Ended(int code, String output) {}

  private static void ok(Ended ended) {
    assertThat(ended.code()).as(ended.output()).isZero();
  }

  private Ended run(String input, String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addFirst(Parts.here().require(program).toString());
    Path output = Files.createTempFile(home, program, ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("XDG_RUNTIME_DIR", home.toString());
    builder.environment().put("DOCKER_CONFIG", home.resolve("docker").toString());
    builder.environment().put("REGISTRY_AUTH_FILE", home.resolve("auth.json").toString());
    Process process = builder.start();
    process.getOutputStream().write(input.getBytes(UTF_8));
    process.getOutputStream().close();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " did not end: " + Files.readString(output));
    }
    return new Ended(process.exitValue(), command + ": " + Files.readString(output));
  }
}
