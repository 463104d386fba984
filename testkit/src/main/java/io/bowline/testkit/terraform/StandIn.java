package io.bowline.testkit.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.testkit.Parts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A provider that makes nothing: it has a schema that was recorded from a real one, and says that
/// it made what was planned. It is the part `recorded-provider`.
///
/// What it does not know is what only the cloud and the provider's own code know: which values are
/// allowed, and which arguments go together.
///
/// @param cloud whose recorded schema: a resource beside this class, without `.json`
/// @param answers what kinds of resources, and `data.` kinds, have as values, as JSON: `{"data.x":
///   [{"when": {"id": "a"}, "then": {"size": 1}}]}`
public record StandIn(String cloud, String answers) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// The recorded schema: source, version, and the kinds of resources as Terraform prints them.
  public JsonNode recorded() throws IOException {
    return JSON.readTree(schema());
  }

  /// Where Terraform has the real one from, as modules name it: `hashicorp/aws`.
  public String source() throws IOException {
    return recorded().path("source").asText().replaceFirst("^[^/]+/", "");
  }

  /// What modules call it: `aws`.
  public String name() throws IOException {
    return source().substring(source().indexOf('/') + 1);
  }

  /// Lays it out in a mirror as Terraform finds providers there.
  public void into(Path mirror) throws IOException {
    JsonNode recorded = recorded();
    String source = recorded.path("source").asText();
    String version = recorded.path("version").asText();
    Path folder =
        Files.createDirectories(
            mirror.resolve(source).resolve(version).resolve("linux_" + architecture()));
    Path schema = Files.write(folder.resolve("schema.json"), schema());
    Path said = Files.writeString(folder.resolve("answers.json"), answers);
    Path program =
        Files.writeString(
            folder.resolve(
                "terraform-provider-%s_v%s"
                    .formatted(source.substring(source.lastIndexOf('/') + 1), version)),
            "#!/bin/sh\nexec '%s' '%s' '%s'\n"
                .formatted(
                    Parts.here().require("recorded-provider"),
                    schema.toAbsolutePath(),
                    said.toAbsolutePath()));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  private byte[] schema() throws IOException {
    try (InputStream in = StandIn.class.getResourceAsStream(cloud + ".json")) {
      if (in == null) {
        throw new IOException("no schema was recorded of " + cloud);
      }
      return in.readAllBytes();
    }
  }

  private static String architecture() {
    String name = System.getProperty("os.arch", "");
    return name.equals("aarch64") ? "arm64" : "amd64";
  }
}
