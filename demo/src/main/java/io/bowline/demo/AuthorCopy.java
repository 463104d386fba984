package io.bowline.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The sample's sources as this demo publishes them: copied, so that the checkout stays as it is.
///
/// @param samples one folder per version
record AuthorCopy(Path samples, Path folder) {

  /// Copies a version.
  Path of(String version, boolean withoutTerraform) throws IOException {
    Path source = samples.resolve(version);
    Path target = folder.resolve("release-" + version);
    try (Stream<Path> walk = Files.walk(source)) {
      List<Path> files = walk.filter(Files::isRegularFile).toList();
      for (Path file : files) {
        Path copy = target.resolve(source.relativize(file).toString());
        Files.createDirectories(copy.resolveSibling("."));
        Files.copy(file, copy);
      }
    }
    if (withoutTerraform) {
      Path document = target.resolve("release.yaml");
      Files.writeString(document, withoutTopics(Files.readString(document)));
    }
    return target;
  }

  /// Leaves the Terraform component out and takes its one output from the input that it is made of.
  static String withoutTopics(String yaml) {
    return yaml.replaceFirst("(?ms)^  - name: topics\n.*?(?=^  - name: )", "")
        .replace("${outputs.topics.topic_prefix}", "${inputs.topicPrefix}")
        .replace("after: [topics, broker]", "after: [broker]")
        .replace("after: [topics]", "after: []");
  }
}
