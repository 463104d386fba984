package io.bowline.runner.holding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.belonging.Named;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.kube.ApiFailure;
import io.bowline.runner.step.kube.Cluster;
import io.bowline.runner.step.kube.Kept;
import io.bowline.runner.step.kube.ObjectKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Claims for volumes that components have brought about, whoever made them: a chart, a StatefulSet
/// or an operator.
///
/// What is kept is marked in the cluster itself, so that another runner knows it, too.
public final class Claims {
  private static final String COMPONENT = "bowline.io/component";
  private static final String INSTANCE = "app.kubernetes.io/instance";
  private static final String RECLAIM = "bowline.io/reclaim-policy";
  private static final String VOLUME = "PersistentVolume";
  private static final String RETENTION = "persistentVolumeClaimRetentionPolicy";
  private static final Duration SEEN = Duration.ofSeconds(30);
  private static final Duration GONE = Duration.ofSeconds(60);
  private static final long AGAIN_NANOS = Duration.ofMillis(200).toNanos();
  private static final int TRIES = 10;
  private static final int FORBIDDEN = 403;

  private final Cluster cluster;

  public Claims(Cluster cluster) {
    this.cluster = cluster;
  }

  /// The component's claims, and the volumes behind them.
  ///
  /// @throws StepException when the runner may not look
  public List<Held> held(KubePart part) {
    var all = new ArrayList<Held>();
    for (Claim claim : of(part)) {
      all.add(claim.held());
      claim.volume(cluster).ifPresent(all::add);
    }
    return all;
  }

  /// Sees to it that nothing which removes the component takes data with it, but for what is named.
  ///
  /// @return objects of the component that have to stay
  public Set<ObjectKey> hold(KubePart part, Set<Named> erase) {
    List<Claim> kept = of(part).stream().filter(claim -> !named(claim, erase)).toList();
    Set<ObjectKey> stay = new LinkedHashSet<>();
    if (kept.stream().anyMatch(Claim::owned)) {
      part.objects().stream().filter(Claims::isSet).forEach(this::retain);
    }
    for (Claim claim : kept) {
      keepVolume(claim);
      mark(claim);
      stay.add(claim.key());
    }
    part.objects().stream()
        .filter(key -> key.kind().equals(VOLUME) || isFull(key, erase))
        .forEach(key -> {
          annotate(key);
          stay.add(key);
        });
    return stay;
  }

  /// Deletes these claims, and waits a little until they are gone.
  public void erase(List<ObjectKey> claims) {
    for (ObjectKey key : claims) {
      cluster
          .get(key)
          .ifPresent(live -> {
            letVolumeGo(new Claim("", key, live));
            cluster.delete(key);
          });
    }
    until(GONE, () -> claims.stream().allMatch(key -> cluster.get(key).isEmpty()));
  }

  /// Whether an object is there now; one that may not be looked at counts as there.
  public boolean there(ObjectKey key) {
    return visible(() -> cluster.get(key).isPresent(), true);
  }

  private List<Claim> of(KubePart part) {
    var all = new ArrayList<Claim>();
    for (String namespace : part.namespaces()) {
      List<String> made = claimsOfSets(part, namespace);
      for (ObjectNode live : claims(namespace)) {
        var claim = new Claim(part.component(), ObjectKey.of(live), live);
        if (belongs(claim, part, made)) {
          all.add(claim);
        }
      }
    }
    return all;
  }

  private static boolean belongs(Claim claim, KubePart part, List<String> made) {
    String marked = claim.label(COMPONENT);
    if (!marked.isEmpty()) {
      return marked.equals(part.component());
    }
    return part.objects().contains(claim.key())
        || made.stream().anyMatch(stem -> numbered(claim.key().name(), stem))
        || claim.ownedBy(part.objects())
        || part.instances().contains(claim.label(INSTANCE));
  }

  /// What the claims of its StatefulSets begin with.
  private List<String> claimsOfSets(KubePart part, String namespace) {
    var stems = new ArrayList<String>();
    part.objects().stream()
        .filter(key -> isSet(key) && key.namespace().equals(namespace))
        .forEach(key ->
            cluster
                .get(key)
                .ifPresent(set -> {
                  for (JsonNode template : set.path("spec").path("volumeClaimTemplates")) {
                    stems.add(
                        template.path("metadata").path("name").asText() + "-" + key.name() + "-");
                  }
                }));
    return stems;
  }

  private List<ObjectNode> claims(String namespace) {
    try {
      return cluster.list("v1", "PersistentVolumeClaim", namespace, Map.of());
    } catch (ApiFailure e) {
      if (e.code() == FORBIDDEN) {
        throw new StepException(
            "holds-data-unknown",
            "the runner may not list persistentvolumeclaims in namespace %s, so it cannot tell what holds data there: allow it that first"
                .formatted(namespace));
      }
      throw e;
    }
  }

  /// With a namespace goes everything that is in it.
  private boolean isFull(ObjectKey key, Set<Named> erase) {
    return key.kind().equals("Namespace")
        && claims(key.name()).stream()
            .map(ObjectKey::of)
            .anyMatch(claim -> !erase.contains(Held.of("any", claim).what().named()));
  }

  private static boolean named(Claim claim, Set<Named> erase) {
    return erase.contains(claim.held().what().named());
  }

  /// A StatefulSet may ask for its claims to go with it.
  private void retain(ObjectKey set) {
    changing(
        set,
        live -> {
          JsonNode when = live.path("spec").path(RETENTION).path("whenDeleted");
          if (!when.asText("").equals("Delete")) {
            return Optional.empty();
          }
          ObjectNode patch = Json.object();
          patch.putObject("spec").putObject(RETENTION).put("whenDeleted", "Retain");
          return Optional.of(patch);
        });
    // until then its controller may put itself down as the claims' owner once more
    until(
        SEEN,
        () ->
            cluster
                .get(set)
                .filter(live ->
                    live.path("status").path("observedGeneration").asLong()
                        < live.path("metadata").path("generation").asLong())
                .isEmpty());
  }

  private void mark(Claim claim) {
    changing(
        claim.key(),
        live -> {
          ObjectNode patch = Json.object();
          ObjectNode metadata = patch.putObject("metadata");
          metadata.putObject("labels").put(COMPONENT, claim.component());
          metadata.putObject("annotations").put(Kept.POLICY, Kept.KEEP);
          if (!live.path("metadata").path("ownerReferences").isEmpty()) {
            metadata.putNull("ownerReferences");
          }
          return Optional.of(patch);
        });
  }

  private void annotate(ObjectKey key) {
    changing(
        key,
        _ -> {
          ObjectNode patch = Json.object();
          patch.putObject("metadata").putObject("annotations").put(Kept.POLICY, Kept.KEEP);
          return Optional.of(patch);
        });
  }

  /// Even if somebody else deletes the claim, its volume stays; where the runner may see to that.
  private void keepVolume(Claim claim) {
    volume(
        claim,
        live -> {
          String policy = live.path("spec").path("persistentVolumeReclaimPolicy").asText("");
          if (!policy.equals("Delete")) {
            return Optional.empty();
          }
          return Optional.of(reclaim("Retain", policy));
        });
  }

  private void letVolumeGo(Claim claim) {
    volume(
        claim,
        live -> {
          String before = live.path("metadata").path("annotations").path(RECLAIM).asText("");
          return before.isEmpty() ? Optional.empty() : Optional.of(reclaim(before, null));
        });
  }

  private static ObjectNode reclaim(String policy, @Nullable String note) {
    ObjectNode patch = Json.object();
    patch.putObject("metadata").putObject("annotations").put(RECLAIM, note);
    patch.putObject("spec").put("persistentVolumeReclaimPolicy", policy);
    return patch;
  }

  private void volume(Claim claim, Change change) {
    String name = claim.live().path("spec").path("volumeName").asText("");
    if (!name.isEmpty()) {
      boolean _ =
          visible(
              () -> {
                changing(Claim.volumeKey(name), change);
                return true;
              },
              false);
    }
  }

  /// What to change of an object as it is; empty for nothing.
  private interface Change {
    Optional<ObjectNode> of(ObjectNode live);
  }

  private void changing(ObjectKey key, Change change) {
    for (int i = 0; i < TRIES; i++) {
      Optional<ObjectNode> live = cluster.get(key);
      Optional<ObjectNode> patch = live.flatMap(change::of);
      if (patch.isEmpty()) {
        return;
      }
      patch
          .get()
          .withObject("/metadata")
          .set("resourceVersion", live.get().path("metadata").path("resourceVersion"));
      if (cluster.mergeUnlessChanged(key, patch.get()).isPresent()) {
        return;
      }
    }
    throw new StepException("world-moved", key + " is being changed by somebody else");
  }

  private static boolean isSet(ObjectKey key) {
    return key.kind().equals("StatefulSet") && key.apiVersion().equals("apps/v1");
  }

  private static boolean numbered(String name, String stem) {
    return name.startsWith(stem)
        && !name.substring(stem.length()).isEmpty()
        && name.substring(stem.length()).chars().allMatch(Character::isDigit);
  }

  private static void until(Duration limit, BooleanSupplier holds) {
    long end = System.nanoTime() + limit.toNanos();
    while (!holds.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(AGAIN_NANOS);
    }
  }

  /// What can be seen only with rights that not every runner has.
  static <T> T visible(Supplier<T> look, T otherwise) {
    try {
      return look.get();
    } catch (ApiFailure e) {
      if (e.code() == FORBIDDEN) {
        return otherwise;
      }
      throw e;
    }
  }
}
