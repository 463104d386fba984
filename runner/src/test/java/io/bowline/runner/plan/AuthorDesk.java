package io.bowline.runner.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.Json;
import io.bowline.yaml.Parsed;
import io.bowline.yaml.PlainYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An author's folder while somebody works on it.
record AuthorDesk(Path folder) {
  private static final String RELEASE = "release.yaml";

  /// Numbers the release; what is published later has to have the higher number.
  void number(int sequence) throws IOException {
    ObjectNode release = release();
    release.put("version", sequence + ".0.0").put("sequence", sequence);
    write(release);
  }

  /// Another image to mirror.
  void image(String name, String repository) throws IOException {
    ObjectNode release = release();
    ((ArrayNode) release.path("images"))
        .addObject()
        .put("name", name)
        .put("source", source(repository))
        .put("repository", repository);
    write(release);
  }

  static String source(String repository) {
    return "docker.example/" + repository + ":1.0";
  }

  /// Changes one component of the release.
  void component(String name, Change change) throws IOException {
    ObjectNode release = release();
    for (JsonNode component : release.path("components")) {
      if (component.path("name").asText().equals(name)) {
        change.to((ObjectNode) component);
      }
    }
    write(release);
  }

  /// Takes a component out, and those that come after it no longer wait for it.
  void without(String name) throws IOException {
    ObjectNode release = release();
    var components = (ArrayNode) release.path("components");
    for (int i = components.size() - 1; i >= 0; i--) {
      if (components.get(i).path("name").asText().equals(name)) {
        components.remove(i);
      } else if (components.get(i).path("after") instanceof ArrayNode after) {
        for (int j = after.size() - 1; j >= 0; j--) {
          if (after.get(j).asText().equals(name)) {
            after.remove(j);
          }
        }
      }
    }
    write(release);
  }

  /// Replaces text in a file; it must be there.
  void replace(String file, String from, String to) throws IOException {
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    if (!text.contains(from)) {
      throw new AssertionError(file + " does not hold " + from);
    }
    Files.writeString(path, text.replace(from, to));
  }

  /// Adds to a file, or a file.
  void append(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    String before = Files.exists(path) ? Files.readString(path) : "";
    Files.writeString(path, before + text);
  }

  private ObjectNode release() throws IOException {
    String text = Files.readString(folder.resolve(RELEASE));
    return switch (PlainYaml.parse(text)) {
      case Parsed.Tree tree -> (ObjectNode) tree.root();
      case Parsed.Refused refused -> throw new AssertionError(refused.toString());
    };
  }

  private void write(ObjectNode release) throws IOException {
    Files.write(folder.resolve(RELEASE), Json.canonical(release));
  }

  /// A change of one component.
  interface Change {
    void to(ObjectNode component);
  }
}
