package io.bowline.release.lint;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.model.artifact.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Images that are not in a pod's `image`: an operator reads them from fields of custom resources
/// and from environment variables, and starts pods of its own with them.
final class ImageMentions {
  private final List<Pattern> fields;
  private final List<Pattern> variables;
  private final Set<String> mirrored;
  private final Findings findings;

  /// @param fields paths of custom resources (`spec.**.image`)
  /// @param variables names of environment variables (`RELATED_IMAGE_*`)
  /// @param mirrored sources of the release's images
  ImageMentions(
      List<String> fields, List<String> variables, Set<String> mirrored, Findings findings) {
    this.fields = fields.stream().map(ImageMentions::pattern).toList();
    this.variables = variables.stream().map(ImageMentions::pattern).toList();
    this.mirrored = Set.copyOf(mirrored);
    this.findings = findings;
  }

  /// `*` is anything but a dot, `**` anything.
  static Pattern pattern(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      boolean twice = glob.startsWith("**", i);
      if (twice && glob.startsWith("**.", i)) {
        regex.append("(?:.*\\.)?");
        i += 2;
      } else if (twice) {
        regex.append(".*");
        i++;
      } else {
        char c = glob.charAt(i);
        regex.append(c == '*' ? "[^.]*" : Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString());
  }

  void check(RenderedObject object) {
    if (object.podSpec().isPresent()) {
      environment(object, object.podSpec().get());
    } else if (isCustom(object)) {
      walk(object, object.body(), "", "");
    }
  }

  /// The groups of Kubernetes itself have no dot, or end as its own domain does.
  private static boolean isCustom(RenderedObject object) {
    String version = object.body().path("apiVersion").asText();
    String group = version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
    return group.contains(".") && !group.endsWith(".k8s.io");
  }

  private void environment(RenderedObject object, String path) {
    for (String list : List.of("initContainers", "containers")) {
      JsonNode containers = object.at(path).path(list);
      for (int i = 0; i < containers.size(); i++) {
        JsonNode variablesOf = containers.get(i).path("env");
        for (int j = 0; j < variablesOf.size(); j++) {
          String name = variablesOf.get(j).path("name").asText();
          if (variables.stream().anyMatch(p -> p.matcher(name).matches())) {
            String at = path + "." + list + "[" + i + "].env[" + j + "].value";
            mention(object, at, "variable " + name, variablesOf.get(j).path("value").asText());
          }
        }
      }
    }
  }

  /// @param path with the indexes of lists
  /// @param plain without them, as patterns are written
  private void walk(RenderedObject object, JsonNode node, String path, String plain) {
    if (node.isTextual()) {
      if (fields.stream().anyMatch(p -> p.matcher(plain).matches())) {
        mention(object, path, plain, node.asText());
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        walk(object, node.get(i), path + "[" + i + "]", plain);
      }
    } else {
      for (Map.Entry<String, JsonNode> entry : new ArrayList<>(node.properties())) {
        String dot = path.isEmpty() ? "" : ".";
        walk(object, entry.getValue(), path + dot + entry.getKey(), plain + dot + entry.getKey());
      }
    }
  }

  private void mention(RenderedObject object, String path, String where, String text) {
    if (isImage(text) && !mirrored.contains(text)) {
      findings.warning(
          Rule.UNMIRRORED_MENTION,
          object.file(),
          object.lineOf(path),
          object.title(),
          where
              + " names image '"
              + text
              + "', which is not in 'images': it would be pulled from outside the account");
    }
  }

  /// Texts without a tag or a digest are too often something else.
  private static boolean isImage(String text) {
    try {
      ImageReference reference = MirrorList.reference(text);
      boolean port = text.indexOf('/') < 0 && reference.repository().contains(".");
      return !port && (reference.tag().isPresent() || reference.digest().isPresent());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
