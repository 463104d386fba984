package io.bowline.runner.step.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.http.RegistryServer;
import io.bowline.release.bundle.AuthorFolder;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.bundle.Packed;
import io.bowline.release.layout.Layout;
import io.bowline.release.layout.ReleaseExport;
import io.bowline.release.layout.ReleaseImport;
import io.bowline.release.publish.ReleaseStore;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.RegistryClient;
import io.bowline.runner.host.Host;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import io.bowline.testkit.Parts;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real Terraform, whose only way to the network is a door that nobody may knock at.
@Tag("real")
@RequiresPart("terraform")
class RealProviderTest {
  private static final String PRODUCT = "acme/streaming";

  /// Where a machine may have a real provider; a machine without one skips the test about it.
  private static final Path AWS =
      Path.of(
          "/opt/tf-plugins/registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64/terraform-provider-aws_v5.100.0_x5");

  @TempDir Path folder;
  private RegistryServer server;
  private RegistryClient registry;
  private ServerSocket door;
  private ProviderShelf shelf;

  @BeforeEach
  void open() throws IOException {
    server = RegistryServer.start(folder.resolve("data"), RegistryServer.Settings.loopback());
    registry =
        new RegistryClient(HttpClient.newHttpClient(), server.address(), new Login.Anonymous());
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    shelf = new ProviderShelf(folder.resolve("shelf"));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    door.close();
  }

  private void nobodyKnocked() throws IOException {
    door.setSoTimeout(1);
    assertThatThrownBy(door::accept).isInstanceOf(SocketTimeoutException.class);
  }

  private TerraformRun run(Path module) {
    Map<String, String> environment = new TreeMap<>();
    for (String proxy : List.of("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")) {
      environment.put(proxy, "http://127.0.0.1:" + door.getLocalPort());
    }
    var tool =
        new TerraformTool(
            Parts.here().require("terraform"), folder.resolve("no-mirror"), environment);
    return new TerraformRun(
        new Host(), tool, shelf, module, folder.resolve("run"), Duration.ofMinutes(5));
  }

  /// Publishes, carries it in a file to another repository of registries, and pulls it from there.
  private Bundle carried(Path author) throws IOException {
    Bundle bundle =
        switch (AuthorFolder.pack(author, (_, _) -> Optional.empty())) {
          case Packed.Done(Bundle packed) -> packed;
          case Packed.Refused(var problems) -> throw new AssertionError(problems.toString());
        };
    Path file = folder.resolve("release.tar");
    Path origin = Files.createDirectory(folder.resolve("origin"));
    try (RegistryServer vendors =
        RegistryServer.start(origin, RegistryServer.Settings.loopback())) {
      var vendor =
          new RegistryClient(HttpClient.newHttpClient(), vendors.address(), new Login.Anonymous());
      new ReleaseStore(vendor, PRODUCT).push(bundle);
      Bundle _ = new ReleaseExport(vendor, _ -> {}).write(PRODUCT, bundle.digest(), file);
    }
    Bundle there = new ReleaseImport(Layout.open(file), registry, _ -> {}).run();
    assertThat(there.digest()).isEqualTo(bundle.digest());
    return new ReleaseStore(registry, PRODUCT).pull(bundle.digest()).bundle();
  }

  private Map<String, Digest> brought(Bundle bundle) {
    return shelf.bring(
        bundle.providers(),
        (provider, out) ->
            registry.copyBlob(PRODUCT, provider.layer().digest(), provider.layer().size(), out));
  }

  private Path author(String module) throws IOException {
    Path author = Files.createDirectory(folder.resolve("author"));
    Files.writeString(
        author.resolve("release.yaml"),
        """
        formatVersion: 1
        product: acme/streaming
        version: 1.0.0
        sequence: 1
        components:
          - {name: net, kind: terraform, module: net, timeout: 5m, reversibility: reversible}
        """);
    Files.writeString(Files.createDirectory(author.resolve("net")).resolve("main.tf"), module);
    return author;
  }

  private static OutputStream file(Path author, String name) throws IOException {
    Path file = author.resolve("providers").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.newOutputStream(file);
  }

  @Test
  void aModuleIsInitializedByWhatTheReleaseBringsAndByNothingElse() throws IOException {
    Path author =
        author(
            """
            terraform {
              required_providers {
                toy = { source = "vendor.example/acme/toy" }
              }
            }
            """);
    try (OutputStream out =
        file(
            author,
            "vendor.example/acme/toy/terraform-provider-toy_1.0.0_"
                + ProviderShelf.platform()
                + ".zip")) {
      out.write(ProviderShelfTest.zip("terraform-provider-toy_v1.0.0"));
    }
    Path module = author.resolve("net");
    assertThatThrownBy(() -> init(module))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("vendor.example/acme/toy");
    ProviderShelf.note(module, brought(carried(author)));
    init(module);
    assertThat(module.resolve(".terraform.lock.hcl"))
        .content()
        .contains("provider \"vendor.example/acme/toy\"", "h1:");
    init(module, "-lockfile=readonly");
    nobodyKnocked();
  }

  private void init(Path module, String... more) {
    var arguments = new java.util.ArrayList<>(List.of("init", "-input=false", "-no-color"));
    arguments.addAll(List.of(more));
    var _ = run(module).require(List.of(0), StepContext.quiet(), arguments.toArray(String[]::new));
  }

  private static final String USES_AWS =
      """
      terraform {
        required_providers {
          aws = {
            source  = "hashicorp/aws"
            version = "5.100.0"
          }
        }
      }
      provider "aws" {
        region                      = "eu-central-1"
        access_key                  = "none"
        secret_key                  = "none"
        skip_credentials_validation = true
        skip_requesting_account_id  = true
        skip_metadata_api_check     = true
        skip_region_validation      = true
      }
      data "aws_iam_policy_document" "read" {
        statement {
          actions   = ["s3:GetObject"]
          resources = ["*"]
        }
      }
      output "policy" { value = data.aws_iam_policy_document.read.json }
      """;

  @Tag("nightly")
  @Test
  void aRealProviderPlansWithTheNetworkClosed() throws IOException {
    assumeThat(AWS).as("part terraform-provider-aws is not on this machine").exists();
    Path author = author(USES_AWS);
    try (var zip =
        new ZipOutputStream(
            file(
                author,
                "registry.terraform.io/hashicorp/aws/terraform-provider-aws_5.100.0_linux_amd64.zip"))) {
      zip.setLevel(Deflater.BEST_SPEED);
      zip.putNextEntry(new ZipEntry(String.valueOf(AWS.getFileName())));
      long _ = Files.copy(AWS, zip);
      zip.closeEntry();
    }
    Path module = author.resolve("net");
    ProviderShelf.note(module, brought(carried(author)));
    init(module);
    var planned =
        run(module)
            .require(
                List.of(0, 2),
                StepContext.quiet(),
                "plan",
                "-input=false",
                "-no-color",
                "-json",
                "-detailed-exitcode");
    assertThat(planned.out()).contains("\"policy\"");
    nobodyKnocked();
  }
}
