package io.bowline.runner.step.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.kube.Cluster;
import io.bowline.runner.step.kube.Kept;
import io.bowline.runner.step.kube.ObjectKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Helm's own records of a release: one Secret per revision, holding base64 of gzip of JSON.
final class HelmRecords {
  private static final int MAX_BYTES = 64 << 20;

  private final Cluster cluster;
  private final String namespace;
  private final String release;

  HelmRecords(Cluster cluster, String namespace, String release) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.release = release;
  }

  String release() {
    return release;
  }

  /// Oldest first.
  List<Revision> revisions() {
    return secrets().stream()
        .map(secret -> Revision.of(payload(secret)))
        .sorted(Comparator.comparingInt(Revision::number))
        .toList();
  }

  Optional<Revision> latest() {
    List<Revision> all = revisions();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  Optional<Revision> deployed() {
    return revisions().reversed().stream().filter(Revision::deployed).findFirst();
  }

  Optional<Revision> numbered(int number) {
    return revisions().stream().filter(r -> r.number() == number).findFirst();
  }

  /// Writes another status into a record, as Helm would have, had it come that far.
  void settle(int number, String status) {
    rewrite(
        number,
        payload -> ((ObjectNode) payload.path("info")).put("status", status),
        Json.object().put("status", status));
  }

  private void rewrite(int number, Consumer<ObjectNode> change, ObjectNode labels) {
    for (ObjectNode secret : secrets()) {
      ObjectNode payload = payload(secret);
      if (payload.path("version").asInt() == number) {
        change.accept(payload);
        ObjectNode patch = Json.object();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.put("resourceVersion", secret.path("metadata").path("resourceVersion").asText());
        metadata.set("labels", labels);
        patch.putObject("data").put("release", packed(payload));
        cluster.merge(ObjectKey.of(secret), patch);
      }
    }
  }

  /// Writes into the newest record that these ask to be kept, as if their chart had said so.
  void keep(Set<ObjectKey> stay, String home) {
    Optional<Revision> newest = latest();
    if (newest.isEmpty()) {
      return;
    }
    String manifest =
        ChartObjects.of(newest.get().manifest())
            .with(object -> stays(object, stay, home) ? asking(object) : object)
            .text();
    rewrite(newest.get().number(), payload -> payload.put("manifest", manifest), Json.object());
  }

  private static boolean stays(ObjectNode object, Set<ObjectKey> stay, String home) {
    ObjectKey key = ObjectKey.of(object);
    var placed = new ObjectKey(key.apiVersion(), key.kind(), home, key.name());
    return stay.contains(key) || (key.namespace().isEmpty() && stay.contains(placed));
  }

  private static ObjectNode asking(ObjectNode object) {
    ObjectNode copy = object.deepCopy();
    ((ObjectNode) copy.path("metadata")).withObject("/annotations").put(Kept.POLICY, Kept.KEEP);
    return copy;
  }

  /// Forgets all but the newest records.
  void keep(int newest) {
    List<ObjectNode> all =
        secrets().stream()
            .sorted(Comparator.comparingInt(secret -> payload(secret).path("version").asInt()))
            .toList();
    all.subList(0, Math.max(0, all.size() - newest)).stream()
        .filter(secret -> newest == 0 || !Revision.of(payload(secret)).deployed())
        .map(ObjectKey::of)
        .forEach(cluster::delete);
  }

  private List<ObjectNode> secrets() {
    return cluster.list("v1", "Secret", namespace, Map.of("owner", "helm", "name", release));
  }

  private static ObjectNode payload(JsonNode secret) {
    String outer = secret.path("data").path("release").asText();
    byte[] inner = Base64.getDecoder().decode(Base64.getDecoder().decode(outer));
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(inner))) {
      byte[] json = gzip.readNBytes(MAX_BYTES);
      return (ObjectNode) Json.tree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a Helm record in the cluster cannot be read", e);
    }
  }

  private static String packed(ObjectNode payload) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(Json.canonical(payload));
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot refuse a write", e);
    }
    byte[] inner = Base64.getEncoder().encode(bytes.toByteArray());
    return Base64.getEncoder().encodeToString(inner);
  }
}
