package io.bowline.control.region;

import io.bowline.model.place.Cloud;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Where fleets may stand.
///
/// @param byCloud a cloud that is not among them is not allowed, unless there is none at all: then
///   every region of every cloud is
public record AllowedRegions(Map<Cloud, SortedSet<String>> byCloud) {
  public AllowedRegions {
    var copied = new EnumMap<Cloud, SortedSet<String>>(Cloud.class);
    byCloud.forEach((cloud, regions) -> {
      if (!regions.isEmpty()) {
        copied.put(cloud, Collections.unmodifiableSortedSet(new TreeSet<>(regions)));
      }
    });
    byCloud = Collections.unmodifiableMap(copied);
  }

  /// Why a fleet may not stand there, naming where it may; empty when it may.
  ///
  /// @param cloud empty where it is not known: then the region has to be one of any cloud
  public Optional<String> barred(Optional<Cloud> cloud, String region) {
    if (byCloud.isEmpty() || within(cloud).contains(region)) {
      return Optional.empty();
    }
    return Optional.of(
        "must be a region that the organization allows: %s. An admin of it changes the list."
            .formatted(text()));
  }

  private SortedSet<String> within(Optional<Cloud> cloud) {
    return cloud
        .map(one -> byCloud.getOrDefault(one, Collections.emptySortedSet()))
        .orElseGet(() ->
            byCloud.values().stream()
                .flatMap(Collection::stream)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  private String text() {
    return byCloud.entrySet().stream()
        .map(entry -> entry.getKey().text() + " " + String.join(", ", entry.getValue()))
        .collect(Collectors.joining("; "));
  }
}
