package io.bowline.runner.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.finding.Finding.Place;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which images pods run, gathered pod by pod: the thousand pods of one workload are one use.
final class PodImages {
  private static final Set<String> OVER = Set.of("Succeeded", "Failed");
  private static final List<String> CONTAINERS =
      List.of("containers", "initContainers", "ephemeralContainers");
  private static final String HASH_LABEL = "pod-template-hash";

  /// A CronJob's controller names its jobs after the minute.
  private static final Pattern MINUTE = Pattern.compile("(.+)-[0-9]{8}");

  private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x21-\\x7e]");

  /// Longer than the longest name of an image with its digest.
  private static final int LONGEST = 500;

  private static final Comparator<Where> BY_NAME =
      Comparator.comparing(Where::namespace)
          .thenComparing(Where::workload)
          .thenComparing(Where::container)
          .thenComparing(Where::image);

  private final Map<Where, Use> uses = new TreeMap<>(BY_NAME);

  private record Where(String namespace, String workload, String container, String image) {}

  /// One container of one workload and the image that it names.
  ///
  /// @param pods how many run so
  /// @param since when the oldest of them began
  record Use(Place place, String image, int pods, Optional<Instant> since) {
    private Use and(Optional<Instant> other) {
      Optional<Instant> oldest =
          since.isPresent() && other.isPresent() && since.get().isAfter(other.get())
              ? other
              : since.or(() -> other);
      return new Use(place, image, pods + 1, oldest);
    }
  }

  void add(ObjectNode pod) {
    if (OVER.contains(pod.path("status").path("phase").asText())) {
      return;
    }
    JsonNode metadata = pod.path("metadata");
    String namespace = metadata.path("namespace").asText();
    String name = metadata.path("name").asText();
    String workload = workload(metadata);
    Optional<Instant> since = instant(metadata.path("creationTimestamp").asText());
    for (String list : CONTAINERS) {
      for (JsonNode container : pod.path("spec").path(list)) {
        String image = printable(container.path("image").asText());
        var where = new Where(namespace, workload, container.path("name").asText(), image);
        var place = new Place(namespace, workload, where.container(), name);
        var first = new Use(place, image, 1, since);
        uses.merge(where, first, (before, _) -> before.and(since));
      }
    }
  }

  Set<String> images() {
    var images = new TreeSet<String>();
    uses.keySet().forEach(where -> images.add(where.image()));
    return images;
  }

  List<Use> uses() {
    return new ArrayList<>(uses.values());
  }

  /// Kind and name of what a person would change to change the pod.
  private static String workload(JsonNode metadata) {
    for (JsonNode owner : metadata.path("ownerReferences")) {
      if (!owner.path("controller").asBoolean()) {
        continue;
      }
      String kind = owner.path("kind").asText();
      String name = owner.path("name").asText();
      String hash = "-" + metadata.path("labels").path(HASH_LABEL).asText();
      if (kind.equals("ReplicaSet") && hash.length() > 1 && name.endsWith(hash)) {
        return "Deployment/" + name.substring(0, name.length() - hash.length());
      }
      Matcher minute = MINUTE.matcher(name);
      return kind.equals("Job") && minute.matches()
          ? "CronJob/" + minute.group(1)
          : kind + "/" + name;
    }
    return "Pod/" + metadata.path("name").asText();
  }

  /// As it can be shown: no API server holds the text of an image to anything.
  private static String printable(String image) {
    String clean = UNPRINTABLE.matcher(image).replaceAll("?");
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
  }

  private static Optional<Instant> instant(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty(); // without a time the finding says as much
    }
  }
}
