package io.bowline.registry.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// What skopeo gets of a registry.
public final class PulledTags {
  private static final JsonMapper JSON = new JsonMapper();

  private PulledTags() {}

  /// Pulls every tag and looks at the digest that comes.
  ///
  /// @param tags repository and tag, with the digest of its manifest
  /// @param home where to
  public static void all(String authority, Map<String, Digest> tags, Path home)
      throws IOException, InterruptedException {
    int pulled = 0;
    for (Map.Entry<String, Digest> tag : tags.entrySet()) {
      Path to = home.resolve("pulled" + pulled++);
      skopeo("docker://" + authority + "/" + tag.getKey(), "oci:" + to + ":pulled");
      JsonNode index = JSON.readTree(to.resolve("index.json").toFile());
      assertThat(index.at("/manifests/0/digest").asText())
          .as(tag.getKey())
          .isEqualTo(tag.getValue().toString());
    }
    System.out.println("skopeo pulled " + pulled + " tags");
  }

  private static void skopeo(String from, String to) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "skopeo",
                "--insecure-policy",
                "copy",
                "--quiet",
                "--all",
                "--preserve-digests",
                "--src-tls-verify=false",
                from,
                to)
            .inheritIO()
            .start();
    assertThat(process.waitFor()).as(from).isZero();
  }
}
