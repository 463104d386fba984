package io.bowline.runner.step.helm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.kube.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The objects of a chart as text, document by document, and the generated chart that carries them
/// unchanged: its one template quotes a file, which Helm does not read as a template again.
public final class ChartObjects {
  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---(?:[ \\t].*)?\\r?$\\n?");
  private static final String HOOK = "helm.sh/hook";
  private static final String QUOTE = "{{ .Files.Get \"frozen/manifest.yaml\" }}\n";
  private static final int MAX_DOCUMENTS = 2_000;

  private final List<Document> documents;

  private ChartObjects(List<Document> documents) {
    this.documents = List.copyOf(documents);
  }

  /// One document.
  private record Document(String text, List<ObjectNode> objects) {
    boolean hook() {
      return !events().isEmpty();
    }

    String events() {
      return annotations().path(HOOK).asText("");
    }

    /// The same hook for its other events only; empty when it has none.
    Optional<Document> withoutUpgrades() {
      if (!events().contains("upgrade")) {
        return Optional.of(this);
      }
      String others =
          Stream.of(events().split(",", -1))
              .map(String::strip)
              .filter(event -> !event.endsWith("-upgrade"))
              .collect(Collectors.joining(","));
      List<ObjectNode> copies = objects.stream().map(ObjectNode::deepCopy).toList();
      ((ObjectNode) copies.getFirst().path("metadata").path("annotations")).put(HOOK, others);
      return others.isEmpty()
          ? Optional.empty()
          : Optional.of(new Document(ChartObjects.text(copies), copies));
    }

    private JsonNode annotations() {
      return objects.isEmpty()
          ? Json.object()
          : objects.getFirst().path("metadata").path("annotations");
    }
  }

  /// Splits a rendered text.
  public static ChartObjects of(String text) {
    var documents = new ArrayList<Document>();
    for (String part : SEPARATOR.split(text, -1)) {
      List<ObjectNode> objects = Manifest.parse(part).objects();
      if (!objects.isEmpty()) {
        documents.add(new Document(part.strip() + "\n", objects));
      }
    }
    if (documents.size() > MAX_DOCUMENTS) {
      throw new StepException("manifest-malformed", "a chart renders too many documents");
    }
    return new ChartObjects(documents);
  }

  /// What Helm recorded of an earlier revision, to be applied again. No hook runs during that: a
  /// return is none of the upgrades they were written for. For other events they stay.
  static ChartObjects again(Revision revision) {
    var documents = new ArrayList<>(of(revision.manifest()).documents);
    for (String hook : revision.hooks()) {
      for (Document document : of(hook).documents) {
        document.withoutUpgrades().ifPresent(documents::add);
      }
    }
    return new ChartObjects(documents);
  }

  /// Objects that live as long as the release.
  public Manifest objects() {
    return Manifest.of(select(false).flatMap(d -> d.objects().stream()).toList());
  }

  /// Objects that Helm makes and waits for on the way.
  public Manifest hooks() {
    return Manifest.of(select(true).flatMap(d -> d.objects().stream()).toList());
  }

  /// The same with some objects changed; those that are not keep their very text.
  ChartObjects with(UnaryOperator<ObjectNode> change) {
    return new ChartObjects(
        documents.stream()
            .map(document -> {
              List<ObjectNode> changed = document.objects().stream().map(change).toList();
              return changed.equals(document.objects())
                  ? document
                  : new Document(text(changed), changed);
            })
            .toList());
  }

  /// What tells hooks from other hooks.
  Digest hooksDigest() {
    return Digest.of(
        String.join("---\n", select(true).map(Document::text).toList()).getBytes(UTF_8));
  }

  /// Writes the generated chart.
  void freeze(Path folder, String release, String hooksDigest) {
    ObjectNode chart = Json.object();
    chart.put("apiVersion", "v2").put("name", release).put("version", "0.0.1");
    chart.put("description", "Frozen by Bowline: rendered once, applied as approved");
    chart.putObject("annotations").put(Revision.HOOKS_ANNOTATION, hooksDigest);
    try {
      Files.createDirectories(folder.resolve("templates"));
      Files.createDirectories(folder.resolve("frozen"));
      Files.write(folder.resolve("Chart.yaml"), Json.canonical(chart));
      Files.writeString(folder.resolve("templates/frozen.yaml"), QUOTE);
      Files.writeString(folder.resolve("frozen/manifest.yaml"), text());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot freeze a chart", e);
    }
  }

  /// Document by document, as Helm would have it.
  String text() {
    return String.join("---\n", documents.stream().map(Document::text).toList());
  }

  static ChartObjects frozenIn(Path folder) {
    try {
      return of(Files.readString(folder.resolve("frozen/manifest.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a frozen chart", e);
    }
  }

  private Stream<Document> select(boolean hooks) {
    return documents.stream().filter(document -> document.hook() == hooks);
  }

  private static String text(List<ObjectNode> objects) {
    return String.join(
        "---\n", objects.stream().map(o -> new String(Json.canonical(o), UTF_8) + "\n").toList());
  }
}
