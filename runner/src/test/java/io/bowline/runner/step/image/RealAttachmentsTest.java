package io.bowline.runner.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.model.artifact.Digest;
import io.bowline.registry.http.RegistryServer;
import io.bowline.runner.host.Command;
import io.bowline.runner.host.Ended;
import io.bowline.runner.host.Host;
import io.bowline.runner.host.Limits;
import io.bowline.runner.step.Json;
import io.bowline.testkit.Parts;
import io.bowline.testkit.RequiresPart;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What ordinary tools attach at the vendor's is found by them at the customer's.
@Tag("real")
@RequiresPart({"oras", "regctl"})
@Timeout(300)
class RealAttachmentsTest {
  @TempDir Path folder;

  @Test
  void billsOfMaterialsAndProvenanceTravelWithTheImage() throws Exception {
    try (RegistryServer vendor = server("vendor");
        RegistryServer customer = server("customer")) {
      var images = new TestImages(vendor.address());
      Digest image = images.index("acme/broker", "1", List.of(images.blob(1000)));
      Map<String, String> files =
          Map.of(
              "application/vnd.cyclonedx+json", "{\"bomFormat\":\"CycloneDX\"}",
              "application/spdx+json", "{\"spdxVersion\":\"SPDX-2.3\"}");
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(folder.resolve("sbom.json"), file.getValue());
        String at = vendor.authority() + "/acme/broker@" + image;
        String typed = "sbom.json:" + file.getKey();
        String _ =
            run("oras", "attach", "--plain-http", "--artifact-type", file.getKey(), at, typed);
      }
      provenance(vendor.authority(), image);

      TransferReport report = copy(vendor.address(), customer.address(), image);
      assertThat(report.results())
          .singleElement()
          .isInstanceOfSatisfying(CopyResult.Copied.class, c -> assertThat(c.without()).isEmpty());
      Map<String, String> there = discovered(vendor.authority() + "/acme/broker@" + image);
      assertThat(there).hasSize(3);
      String target = customer.authority() + "/bowline/broker@" + image;
      assertThat(discovered(target)).isEqualTo(there);
      String listed = run("regctl", "--host", plain(customer), "artifact", "list", target);
      assertThat(there.values()).allMatch(listed::contains);
    }
  }

  private void provenance(String registry, Digest image) throws Exception {
    Files.writeString(folder.resolve("slsa.json"), "{\"predicateType\":\"slsa\"}");
    String _ =
        run(
            "regctl",
            "--host",
            "reg=" + registry + ",tls=disabled",
            "artifact",
            "put",
            "--artifact-type",
            "application/vnd.in-toto+json",
            "--subject",
            registry + "/acme/broker@" + image,
            "-f",
            folder.resolve("slsa.json").toString());
  }

  private static String plain(RegistryServer server) {
    return "reg=" + server.authority() + ",tls=disabled";
  }

  private RegistryServer server(String name) throws Exception {
    return RegistryServer.start(folder.resolve(name), RegistryServer.Settings.loopback());
  }

  private static TransferReport copy(URI from, URI to, Digest image) throws Exception {
    return new ImageTransfer(
            new RegistryAccess(from, TestImages.CLIENT, Optional.empty()),
            new RegistryAccess(to, TestImages.CLIENT, Optional.empty()),
            TransferTerms.usual(),
            new Random(1),
            Clock.systemUTC())
        .copy(List.of(ImageCopy.pinned("acme/broker", image, "bowline/broker")), _ -> {});
  }

  /// Digest by artifact type.
  private Map<String, String> discovered(String at) throws Exception {
    var found = new TreeMap<String, String>();
    JsonNode tree = Json.tree(run("oras", "discover", "--plain-http", "--format", "json", at));
    for (JsonNode one : tree.path("manifests")) {
      found.put(one.path("artifactType").asText(), one.path("digest").asText());
    }
    return found;
  }

  private String run(String part, String... arguments) throws Exception {
    Ended ended =
        new Host()
            .run(
                new Command(
                    Parts.here().require(part),
                    new ArrayList<>(List.of(arguments)),
                    folder,
                    Limits.within(Duration.ofMinutes(2))));
    assertThat(ended)
        .isInstanceOfSatisfying(
            Ended.Exited.class, e -> assertThat(e.code()).as(e.output().err()).isZero());
    return ended.output().out();
  }
}
