package io.bowline.terraform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.cloud.permission.Permissions;
import io.bowline.model.place.Cloud;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What making a base layer asks its cloud for is what customers are asked to allow. (For AWS every
/// call is recorded: see [AwsBaseLayerTest].)
class CallsTest {
  private static final Pattern KIND =
      Pattern.compile("(?m)^(resource|data) \"((?!terraform_)[a-z0-9_]+)\"");

  @ParameterizedTest
  @ValueSource(strings = {"gcp", "oci"})
  void everyKindOfResourceHasItsCalls(String cloud) throws IOException {
    assertThat(calls(cloud).keySet())
        .isEqualTo(kinds(Path.of(cloud.equals("oci") ? "oracle" : cloud)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcp", "oci"})
  void everyCallIsInTheListThatCustomersGet(String cloud) throws IOException {
    var asked = new TreeSet<String>();
    calls(cloud).values().forEach(asked::addAll);
    asked.remove("nothing");
    assertThat(Permissions.of(Cloud.of(cloud)).actions()).containsAll(asked);
  }

  /// The kinds that a module makes, and those that it reads as `data.` and the kind.
  private static Set<String> kinds(Path module) throws IOException {
    var text = new StringBuilder();
    try (var files = Files.newDirectoryStream(module, "*.tf")) {
      for (Path file : files) {
        text.append(Files.readString(file));
      }
    }
    return KIND.matcher(text)
        .results()
        .map((MatchResult kind) ->
            kind.group(1).equals("data") ? "data." + kind.group(2) : kind.group(2))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, List<String>> calls(String cloud) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(CallsTest.class.getResourceAsStream(cloud + "-calls.txt"))) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(": ", 2))
          .collect(
              Collectors.toMap(
                  line -> line[0],
                  line -> List.of(line[1].split(cloud.equals("oci") ? ", " : " ")),
                  (one, other) -> one,
                  TreeMap::new));
    }
  }
}
