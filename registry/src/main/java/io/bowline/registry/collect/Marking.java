package io.bowline.registry.collect;

import io.bowline.model.artifact.Digest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decides which manifests of one repository stay, and with them which of its blobs.
public final class Marking {
  private final Map<Digest, Known> known = new HashMap<>();
  private final Map<Digest, List<Digest>> referrers = new HashMap<>();
  private final Map<Digest, Why> kept = new LinkedHashMap<>();
  private final Set<Digest> named = new HashSet<>();
  private final ArrayDeque<Known> open = new ArrayDeque<>();

  /// A manifest of the repository.
  ///
  /// @param touched when it was last pushed or asked for
  /// @param names every digest that occurs in it
  /// @param subject the manifest it refers to
  public record Known(
      Digest digest, Instant touched, Set<Digest> names, Optional<Digest> subject) {}

  private Marking(Collection<Known> manifests) {
    for (Known manifest : manifests) {
      known.put(manifest.digest(), manifest);
      manifest
          .subject()
          .ifPresent(subject ->
              referrers
                  .computeIfAbsent(subject, digest -> new ArrayList<>())
                  .add(manifest.digest()));
    }
  }

  /// Decides.
  ///
  /// @param manifests all that the repository has
  /// @param tagged what its tags point at
  /// @param needed what something outside of the registry names
  /// @param recentSince manifests touched since then stay
  public static Marking of(
      Collection<Known> manifests, Set<Digest> tagged, Set<Digest> needed, Instant recentSince) {
    Marking marking = new Marking(manifests);
    tagged.forEach(digest -> marking.keep(digest, Why.TAGGED));
    needed.forEach(digest -> marking.keep(digest, Why.NEEDED));
    for (Known manifest : manifests) {
      if (!manifest.touched().isBefore(recentSince)) {
        marking.keep(manifest.digest(), Why.RECENT);
      }
    }
    marking.spread();
    return marking;
  }

  /// Keeps one more, which was pushed or asked for after this was decided, and what follows from
  /// it.
  public void renewed(Digest digest) {
    keep(digest, Why.RECENT);
    spread();
  }

  /// The manifests that stay, each with the first reason found.
  public Map<Digest, Why> kept() {
    return kept;
  }

  /// The manifests that do not stay.
  public List<Known> lost() {
    return known.values().stream()
        .filter(manifest -> !kept.containsKey(manifest.digest()))
        .toList();
  }

  /// Whether a manifest that stays names this blob.
  public boolean names(Digest blob) {
    return named.contains(blob);
  }

  private void spread() {
    while (!open.isEmpty()) {
      Known manifest = open.remove();
      for (Digest name : manifest.names()) {
        named.add(name);
        keep(name, Why.NAMED);
      }
      for (Digest referrer : referrers.getOrDefault(manifest.digest(), List.of())) {
        keep(referrer, Why.REFERRER);
      }
    }
  }

  private void keep(Digest digest, Why why) {
    Known manifest = known.get(digest);
    if (manifest != null && kept.putIfAbsent(digest, why) == null) {
      open.add(manifest);
    }
  }
}
