package io.bowline.release.lint;

import io.bowline.model.artifact.ImageReference;
import io.bowline.yaml.Parsed;
import io.bowline.yaml.PlainYaml;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes images into the `images` of a `release.yaml`, and leaves every other character as it is.
public final class MirrorList {
  private static final Pattern BLOCK = Pattern.compile("images:\\s*(#.*)?");
  private static final Pattern EMPTY = Pattern.compile("images:\\s*\\[\\s*]\\s*(#.*)?");
  private static final Pattern ITEM = Pattern.compile("(\\s*)-\\s.*");

  private MirrorList() {}

  /// The text with these images in it; nothing when it keeps its list in a form that has no place
  /// for a line (`images: [{...}]`).
  ///
  /// @param sources references as charts write them
  public static Optional<String> add(String text, Collection<String> sources) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int head = -1;
    for (int i = 0; i < lines.size() && head < 0; i++) {
      if (EMPTY.matcher(lines.get(i)).matches()) {
        lines.set(i, "images:");
      }
      if (BLOCK.matcher(lines.get(i)).matches()) {
        head = i;
      } else if (lines.get(i).startsWith("images:")) {
        return Optional.empty();
      }
    }
    if (head < 0) {
      lines.add("");
      lines.add("images:");
      head = lines.size() - 1;
    }
    lines.addAll(end(lines, head), entries(text, sources, indent(lines, head)));
    return Optional.of(String.join("\n", lines) + "\n");
  }

  /// Where the list ends: after its last line that is neither empty nor a comment of what follows.
  private static int end(List<String> lines, int head) {
    int end = head + 1;
    for (int i = head + 1; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.isBlank() && !line.startsWith(" ") && !line.startsWith("-")) {
        if (!line.startsWith("#")) {
          break;
        }
      } else if (!line.isBlank()) {
        end = i + 1;
      }
    }
    return end;
  }

  private static String indent(List<String> lines, int head) {
    for (int i = head + 1; i < lines.size(); i++) {
      Matcher item = ITEM.matcher(lines.get(i));
      if (item.matches()) {
        return item.group(1);
      }
      if (!lines.get(i).isBlank() && !lines.get(i).startsWith("#")) {
        break;
      }
    }
    return "  ";
  }

  private static List<String> entries(String text, Collection<String> sources, String indent) {
    Set<String> names = new HashSet<>();
    if (PlainYaml.parse(text) instanceof Parsed.Tree tree) {
      tree.root().path("images").forEach(image -> names.add(image.path("name").asText()));
    }
    List<String> entries = new ArrayList<>();
    for (String source : new TreeSet<>(sources)) {
      ImageReference image = reference(source);
      String last = image.repository().substring(image.repository().lastIndexOf('/') + 1);
      String base = last.replaceAll("[^a-z0-9-]+", "-");
      String name = base;
      for (int n = 2; !names.add(name); n++) {
        name = base + "-" + n;
      }
      entries.add(indent + "- name: " + name);
      entries.add(indent + "  source: " + source);
      entries.add(indent + "  repository: " + image.repository());
      image.digest().ifPresent(digest -> entries.add(indent + "  digest: " + digest));
    }
    return entries;
  }

  /// A reference without a registry's name in it means Docker's, as container runtimes read it.
  static ImageReference reference(String source) {
    int slash = source.indexOf('/');
    String first = slash < 0 ? "" : source.substring(0, slash);
    boolean named = first.contains(".") || first.contains(":") || first.equals("localhost");
    return ImageReference.parse(named ? source : "docker.io/" + source);
  }
}
