package io.bowline.runner.lease;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.kube.Cluster;
import io.bowline.runner.step.kube.ObjectKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// The `Lease` object itself; every change to it names the resource version that was seen.
final class LeaseRecord {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final String NAME = "bowline-runner";

  private final Cluster cluster;
  private final String namespace;
  private final ObjectKey key;

  LeaseRecord(Cluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
    key = new ObjectKey("coordination.k8s.io/v1", "Lease", namespace, NAME);
  }

  /// The lease as it was seen.
  record Seen(String holder, String version) {
    boolean free() {
      return holder.isEmpty();
    }
  }

  Optional<Seen> look() {
    return cluster.get(key).map(LeaseRecord::seen);
  }

  /// Makes it; empty when somebody was faster.
  Optional<Seen> make(String holder, LeaseTerms terms, Instant now) {
    cluster.ensureNamespace(namespace);
    ObjectNode lease = Json.object();
    lease.put("apiVersion", key.apiVersion()).put("kind", key.kind());
    lease.putObject("metadata").put("name", NAME).put("namespace", namespace);
    lease.set("spec", spec(holder, terms, now).put("acquireTime", MICROS.format(now)));
    return cluster.create(lease)
        ? look().filter(seen -> seen.holder().equals(holder))
        : look(holder);
  }

  /// Takes or renews it; empty when it has changed since it was seen.
  Optional<Seen> write(Seen before, String holder, LeaseTerms terms, Instant now) {
    ObjectNode spec = spec(holder, terms, now);
    if (!before.holder().equals(holder)) {
      spec.put("acquireTime", MICROS.format(now));
    }
    return merge(before, spec);
  }

  /// Lets go of it.
  void free(Seen before) {
    ObjectNode spec = Json.object();
    spec.putNull("holderIdentity");
    Optional<Seen> _ = merge(before, spec);
  }

  private Optional<Seen> look(String holder) {
    return look().filter(seen -> seen.holder().equals(holder));
  }

  private Optional<Seen> merge(Seen before, ObjectNode spec) {
    ObjectNode patch = Json.object();
    patch.putObject("metadata").put("resourceVersion", before.version());
    patch.set("spec", spec);
    return cluster.mergeUnlessChanged(key, patch).map(LeaseRecord::seen);
  }

  private static ObjectNode spec(String holder, LeaseTerms terms, Instant now) {
    ObjectNode spec = Json.object();
    spec.put("holderIdentity", holder).put("renewTime", MICROS.format(now));
    return spec.put("leaseDurationSeconds", Math.max(1, terms.duration().toSeconds()));
  }

  private static Seen seen(JsonNode lease) {
    return new Seen(
        lease.path("spec").path("holderIdentity").asText(""),
        lease.path("metadata").path("resourceVersion").asText());
  }
}
