package io.bowline.model.finding;

import io.bowline.model.artifact.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One thing that is not as it should be. It stays the same finding for as long as its key does,
/// however often it is found.
public sealed interface Finding {
  FindingKind kind();

  /// What tells it from every other finding of one install.
  String key();

  /// One line for people.
  String text();

  /// A container whose image no node can be given by the customer's registry.
  ///
  /// @param image as the pod names it
  /// @param why such as that it comes from elsewhere
  /// @param pods how many pods run it so
  /// @param since when the oldest of them began, by the cluster's clock
  record ForeignImage(Place place, String image, String why, int pods, Optional<Instant> since)
      implements Finding {
    @Override
    public FindingKind kind() {
      return FindingKind.FOREIGN_IMAGE;
    }

    @Override
    public String key() {
      return String.join("\n", place.namespace(), place.workload(), place.container(), image);
    }

    @Override
    public String text() {
      String more = pods > 1 ? " (and " + (pods - 1) + " more)" : "";
      return "pod %s/%s%s of %s, container %s, runs %s, which %s"
          .formatted(
              place.namespace(),
              place.pod(),
              more,
              place.workload(),
              place.container(),
              image,
              why);
    }
  }

  /// An image that the customer's registry keeps back after scanning it.
  ///
  /// @param image as the release names it
  /// @param digest whose scan it is
  /// @param why in the registry's words
  /// @param severities as the registry counts them, in its order
  record BlockedImage(
      String image, Optional<Digest> digest, String why, List<SeverityCount> severities)
      implements Finding {
    public BlockedImage {
      severities = List.copyOf(severities);
    }

    @Override
    public FindingKind kind() {
      return FindingKind.BLOCKED_IMAGE;
    }

    @Override
    public String key() {
      return image + "\n" + digest.map(Digest::toString).orElse("");
    }

    @Override
    public String text() {
      String counts =
          String.join(
              ", ", severities.stream().map(one -> one.count() + " " + one.severity()).toList());
      return "image %s%s is kept back: %s%s"
          .formatted(
              image,
              digest.map(of -> " (" + of + ")").orElse(""),
              why,
              counts.isEmpty() ? "" : "; its scan counts " + counts);
    }
  }

  /// A check that could not be made: what it found before is neither confirmed nor over.
  ///
  /// @param check what it looks for
  record Unchecked(FindingKind check, String why) implements Finding {
    @Override
    public FindingKind kind() {
      return FindingKind.UNCHECKED;
    }

    @Override
    public String key() {
      return check.word();
    }

    @Override
    public String text() {
      return "could not look for %s: %s".formatted(check.meaning(), why);
    }
  }

  /// Where a container runs.
  ///
  /// @param workload kind and name of what started its pods, or of the pod itself
  /// @param pod one of them
  record Place(String namespace, String workload, String container, String pod) {}

  /// How many of one severity a scan found.
  record SeverityCount(String severity, long count) {}
}
