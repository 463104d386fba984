package io.bowline.release.chart;

import io.bowline.model.release.MirroredImage;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.representer.Representer;

/// Sends every image of a rendered manifest to the customer's registry, by digest.
///
/// Only the characters of the references change: YAML is read for where they stand, and never
/// written anew, so that nothing else can come out differently. Images in pod specs must be
/// mirrored; anywhere else (fields of custom resources, environment variables, arguments) a text
/// that is exactly a mirrored image's source is rewritten, too.
public final class ImageRewriter {
  private static final Set<String> CONTAINERS =
      Set.of("containers", "initContainers", "ephemeralContainers");
  private static final Set<String> WORKLOADS =
      Set.of(
          "Pod",
          "PodTemplate",
          "Deployment",
          "StatefulSet",
          "DaemonSet",
          "ReplicaSet",
          "ReplicationController",
          "Job",
          "CronJob");

  private static final Pattern PROPERTIES = Pattern.compile("(?:[&!]\\S*\\s+)+");

  private final Map<String, MirroredImage> bySource = new HashMap<>();
  private final CustomerRegistry registry;

  /// @param images those of the release
  public ImageRewriter(List<MirroredImage> images, CustomerRegistry registry) {
    images.forEach(image -> bySource.put(image.source(), image));
    this.registry = registry;
  }

  /// Rewrites a YAML stream.
  ///
  /// @throws ChartRefused when it is not YAML
  public Rewriting rewrite(String manifest) throws ChartRefused {
    if (manifest.length() > ChartRenderer.MAX_MANIFEST_BYTES) {
      throw new ChartRefused("the manifest is too large to rewrite");
    }
    Walk walk = new Walk(manifest);
    try {
      for (Node document : loader().composeAll(new StringReader(manifest))) {
        walk.document(document);
      }
    } catch (YAMLException e) {
      throw new ChartRefused("the rendered chart is not YAML: " + e.getMessage());
    }
    return walk.mentions.isEmpty()
        ? new Rewriting.Rewritten(walk.edited(), List.copyOf(walk.used))
        : new Rewriting.Unmirrored(walk.mentions);
  }

  private static Yaml loader() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(ChartRenderer.MAX_MANIFEST_BYTES);
    options.setNestingDepthLimit(100);
    DumperOptions dumping = new DumperOptions();
    return new Yaml(new SafeConstructor(options), new Representer(dumping), dumping, options);
  }

  /// One pass over a stream; aliases lead to a node that was seen, which is enough to visit once.
  private final class Walk {
    private final String manifest;
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final TreeMap<Integer, Edit> edits = new TreeMap<>();
    private final List<Rewriting.Mention> mentions = new ArrayList<>();
    private final Set<String> used = new TreeSet<>();
    private String object = "";

    Walk(String manifest) {
      this.manifest = manifest;
    }

    void document(Node document) {
      if (document instanceof MappingNode mapping) {
        if (scalar(mapping, "kind").endsWith("List")
            && child(mapping, "items") instanceof SequenceNode items) {
          items.getValue().forEach(this::document);
          return;
        }
        String kind = scalar(mapping, "kind");
        object = kind + " " + name(mapping);
        visit(mapping, WORKLOADS.contains(kind));
      }
    }

    private void visit(Node node, boolean workload) {
      if (node instanceof ScalarNode scalar) {
        exact(scalar);
      } else if (seen.add(node)) {
        switch (node) {
          case SequenceNode sequence -> sequence.getValue().forEach(item -> visit(item, workload));
          case MappingNode mapping -> mapping.getValue().forEach(e -> entry(e, workload));
          default -> throw new IllegalStateException("composing leaves no other nodes");
        }
      }
    }

    private void entry(NodeTuple entry, boolean workload) {
      String key = entry.getKeyNode() instanceof ScalarNode name ? name.getValue() : "";
      if (workload
          && CONTAINERS.contains(key)
          && entry.getValueNode() instanceof SequenceNode containers) {
        for (Node container : containers.getValue()) {
          if (container instanceof MappingNode mapping
              && child(mapping, "image") instanceof ScalarNode image) {
            pulled(image);
          }
        }
      }
      if (workload
          && key.equals("image")
          && entry.getValueNode() instanceof MappingNode volume
          && child(volume, "reference") instanceof ScalarNode image) {
        pulled(image);
      }
      visit(entry.getValueNode(), workload);
    }

    private void pulled(ScalarNode image) {
      if (!exact(image)) {
        mentions.add(
            new Rewriting.Mention(object, image.getValue(), image.getStartMark().getLine() + 1));
      }
    }

    private boolean exact(ScalarNode scalar) {
      MirroredImage image = bySource.get(scalar.getValue());
      if (image == null) {
        return false;
      }
      used.add(image.name());
      int start = scalar.getStartMark().getIndex();
      edits.put(
          start,
          new Edit(scalar.getEndMark().getIndex(), registry.reference(image).toString(), scalar));
      return true;
    }

    String edited() {
      StringBuilder text = new StringBuilder();
      int fromPoint = 0;
      int from = 0;
      for (Map.Entry<Integer, Edit> entry : edits.entrySet()) {
        Edit edit = entry.getValue();
        int start = manifest.offsetByCodePoints(from, entry.getKey() - fromPoint);
        int end = manifest.offsetByCodePoints(start, edit.end() - entry.getKey());
        text.append(manifest, from, start).append(edit.replacement(manifest.substring(start, end)));
        from = end;
        fromPoint = edit.end();
      }
      return text.append(manifest, from, manifest.length()).toString();
    }
  }

  /// @param end counted in code points, as YAML marks count
  private record Edit(int end, String reference, ScalarNode scalar) {
    /// Quoted always: a reference reads the same in quotes everywhere. An anchor in front stays,
    /// and so does the line break at the end of a block scalar.
    String replacement(String old) {
      Matcher properties = PROPERTIES.matcher(old);
      String before = properties.lookingAt() ? properties.group() : "";
      boolean block =
          scalar.getScalarStyle() == DumperOptions.ScalarStyle.LITERAL
              || scalar.getScalarStyle() == DumperOptions.ScalarStyle.FOLDED;
      return before + '"' + reference + '"' + (block && old.endsWith("\n") ? "\n" : "");
    }
  }

  private static String name(MappingNode object) {
    return child(object, "metadata") instanceof MappingNode metadata
        ? scalar(metadata, "name")
        : "";
  }

  private static String scalar(MappingNode mapping, String key) {
    return child(mapping, key) instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private static @org.jspecify.annotations.Nullable Node child(MappingNode mapping, String key) {
    for (NodeTuple entry : mapping.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
        return entry.getValueNode();
      }
    }
    return null;
  }
}
