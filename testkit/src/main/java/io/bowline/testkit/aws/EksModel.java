package io.bowline.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.testkit.Parts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// AWS's own description of the EKS API, as it comes with its Python library.
final class EksModel {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Pattern ENTRY =
      Pattern.compile("/clusters/([^/]+)/access-entries/arn:aws:iam::([0-9]{12}):role/([^/]+)");

  private final List<Operation> operations = new ArrayList<>();
  private final JsonNode shapes;

  /// An operation and the addresses that it is asked at.
  record Operation(String name, String method, Pattern path, String input) {}

  private EksModel(JsonNode model) {
    shapes = model.path("shapes");
    model
        .path("operations")
        .properties()
        .forEach(entry ->
            operations.add(
                new Operation(
                    entry.getKey(),
                    entry.getValue().path("http").path("method").asText(),
                    pattern(entry.getValue().path("http").path("requestUri").asText()),
                    entry.getValue().path("input").path("shape").asText())));
  }

  static EksModel read() throws IOException {
    Path library = Parts.here().cache().resolve("parts/moto/lib");
    try (var files = Files.walk(library, 8)) {
      Path file =
          files
              .filter(path -> path.endsWith("botocore/data/eks/2017-11-01/service-2.json.gz"))
              .findFirst()
              .orElseThrow(() -> new IOException("no description of EKS below " + library));
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        return new EksModel(JSON.readTree(in));
      }
    }
  }

  /// The access entry that an address is about, as policies name it; empty for any other address.
  static String entry(String path) {
    Matcher entry = ENTRY.matcher(path);
    return entry.matches()
        ? "arn:aws:eks:eu-central-1:%s:access-entry/%s/role/%s/%s/1"
            .formatted(entry.group(2), entry.group(1), entry.group(2), entry.group(3))
        : "";
  }

  private static Pattern pattern(String uri) {
    return Pattern.compile(uri.replaceAll("\\{[^}]+\\}", "[^/]+"));
  }

  /// Which operation a request is.
  Optional<Operation> operation(String method, String rawPath) {
    return operations.stream()
        .filter(operation ->
            operation.method().equals(method) && operation.path().matcher(rawPath).matches())
        .findFirst();
  }

  /// What is wrong with the body of a request, by the description; empty when nothing is.
  Optional<String> wrong(Operation operation, JsonNode body) {
    JsonNode shape = shapes.path(operation.input());
    JsonNode members = shape.path("members");
    for (var entry : body.properties()) {
      JsonNode member = members.path(entry.getKey());
      if (member.isMissingNode() || member.has("location")) {
        return Optional.of("no member " + entry.getKey() + " in " + operation.input());
      }
    }
    for (JsonNode required : shape.path("required")) {
      if (!members.path(required.asText()).has("location") && !body.has(required.asText())) {
        return Optional.of(operation.input() + " needs " + required.asText());
      }
    }
    return Optional.empty();
  }
}
