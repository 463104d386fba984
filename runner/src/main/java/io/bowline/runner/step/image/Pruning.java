package io.bowline.runner.step.image;

import io.bowline.model.artifact.Digest;
import io.bowline.runner.step.image.ImageKeeper.Brought;
import io.bowline.runner.step.image.ImageKeeper.Pruned;
import io.bowline.runner.step.image.ImageKeeper.Used;
import io.bowline.runner.step.image.flow.RegistryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Takes images away from a registry, with those of their parts that nothing else there consists
/// of. What goes and what stays is decided for all of them before the first one goes.
final class Pruning {
  /// In a repository of more than that, parts are left to the registry's own collection.
  private static final int MOST_LOOKED_AT = 500;

  private final Map<String, Optional<Set<Digest>>> needed = new HashMap<>();
  private final Shelf shelf;
  private final CustomerRegistry registry;
  private final Used used;

  Pruning(Shelf shelf, CustomerRegistry registry, Used used) {
    this.shelf = shelf;
    this.registry = registry;
    this.used = used;
  }

  Pruned prune(Set<Brought> candidates, Set<Brought> kept)
      throws IOException, InterruptedException {
    var stayed = new TreeMap<Brought, String>(Comparator.comparing(Brought::toString));
    var going = new ArrayList<Brought>();
    for (Brought one : candidates) {
      Optional<String> why = heldOrKeptBack(one, kept);
      why.ifPresentOrElse(reason -> stayed.put(one, reason), () -> going.add(one));
    }
    var staying = new HashSet<>(kept);
    staying.addAll(stayed.keySet());
    for (Brought one : going) {
      if (!needed.containsKey(one.repository())) {
        needed.put(one.repository(), needed(one.repository(), going, staying));
      }
    }
    var gone = new ArrayList<Brought>();
    for (Brought one : going) {
      if (removed(one)) {
        gone.add(one);
      } else {
        stayed.put(one, "the registry does not let the runner delete");
      }
    }
    return new Pruned(gone, stayed);
  }

  /// A registry whose rules keep an image back does not tell what is tagged with it.
  private Optional<String> heldOrKeptBack(Brought one, Set<Brought> kept)
      throws IOException, InterruptedException {
    try {
      return held(one, kept);
    } catch (RegistryException e) {
      if (!e.isKeptBack()) {
        throw e;
      }
      return Optional.of(e.reason());
    }
  }

  private Optional<String> held(Brought one, Set<Brought> kept)
      throws IOException, InterruptedException {
    if (kept.contains(one)) {
      return Optional.of("a release that is kept uses it");
    }
    var parts = new HashSet<Digest>();
    reach(one.repository(), one.digest(), parts);
    if (used.has(one.digest()) || parts.stream().anyMatch(used::has)) {
      return Optional.of("a workload uses it");
    }
    Optional<List<String>> tags = shelf.tags(one.repository());
    if (tags.isEmpty()) {
      return Optional.of("its repository has too many tags to be sure that nobody else uses it");
    }
    String own = registry.tag(one.digest());
    for (String tag : tags.get()) {
      if (!tag.equals(own)
          && shelf.digest(one.repository(), tag).equals(Optional.of(one.digest()))) {
        boolean others = tag.startsWith(CustomerRegistry.anyTag(one.digest()));
        return Optional.of(
            others
                ? "another install that shares the registry may use it, by its tag " + tag
                : "somebody else tagged it " + tag);
      }
    }
    return Optional.empty();
  }

  /// All that stays in a repository; nothing when there is too much of it to tell.
  private Optional<Set<Digest>> needed(
      String repository, Collection<Brought> going, Collection<Brought> staying)
      throws IOException, InterruptedException {
    Optional<List<String>> tags = shelf.tags(repository);
    if (tags.isEmpty()) {
      return Optional.empty();
    }
    var roots = new HashSet<Digest>();
    for (String tag : tags.get()) {
      shelf.digest(repository, tag).ifPresent(roots::add);
    }
    for (Brought one : staying) {
      if (one.repository().equals(repository)) {
        roots.add(one.digest());
      }
    }
    for (Brought one : going) {
      if (one.repository().equals(repository)) {
        roots.remove(one.digest());
      }
    }
    var all = new HashSet<Digest>();
    for (Digest root : roots) {
      reach(repository, root, all);
    }
    return all.size() > MOST_LOOKED_AT ? Optional.empty() : Optional.of(all);
  }

  /// A manifest, and what it consists of down to the last one.
  private void reach(String repository, Digest digest, Set<Digest> all)
      throws IOException, InterruptedException {
    if (all.size() > MOST_LOOKED_AT || !all.add(digest)) {
      return;
    }
    for (Digest part : shelf.children(repository, digest)) {
      reach(repository, part, all);
    }
  }

  /// The image, and then the parts of it that nothing else has.
  private boolean removed(Brought one) throws IOException, InterruptedException {
    var parts = new HashSet<Digest>();
    reach(one.repository(), one.digest(), parts);
    parts.remove(one.digest());
    if (shelf.remove(one.repository(), one.digest()) == Shelf.Removal.NOT_ALLOWED) {
      return false;
    }
    Optional<Set<Digest>> others = needed.getOrDefault(one.repository(), Optional.empty());
    if (others.isPresent() && parts.size() <= MOST_LOOKED_AT) {
      for (Digest part : parts) {
        if (!others.get().contains(part) && !used.has(part)) {
          Shelf.Removal _ = shelf.remove(one.repository(), part);
        }
      }
    }
    return true;
  }
}
