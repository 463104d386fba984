package io.bowline.runner.step.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// What Bowline applied for each component, kept in the cluster itself as a Secret (since objects
/// may hold secrets), so that pruning and returning need nothing but the cluster.
public final class Inventory {
  private static final int FORMAT = 1;
  private static final int MAX_BYTES = 64 << 20;

  private final Cluster cluster;
  private final String namespace;

  /// @param namespace where Bowline keeps its own records
  public Inventory(Cluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  /// One component's entry.
  ///
  /// @param applied objects as they were last applied in full
  /// @param touched objects that an unfinished step may have created beside them
  public record Entry(List<ObjectNode> applied, List<ObjectKey> touched) {
    public Entry {
      applied = List.copyOf(applied);
      touched = List.copyOf(touched);
    }

    /// Everything that may be in the cluster because of us.
    public List<ObjectKey> keys() {
      var keys = new ArrayList<>(applied.stream().map(ObjectKey::of).toList());
      touched.stream().filter(key -> !keys.contains(key)).forEach(keys::add);
      return keys;
    }

    ObjectNode tree() {
      ObjectNode tree = Json.object();
      tree.put("format", FORMAT);
      ArrayNode objects = tree.putArray("applied");
      applied.forEach(objects::add);
      tree.set("touched", Json.toTree(touched));
      return tree;
    }

    static Entry fromTree(JsonNode tree) {
      if (tree.path("format").asInt() != FORMAT) {
        throw new IllegalStateException("inventory of an unknown format: update the runner");
      }
      var applied = new ArrayList<ObjectNode>();
      tree.path("applied").forEach(object -> applied.add((ObjectNode) object));
      var touched = new ArrayList<ObjectKey>();
      tree.path("touched").forEach(key -> touched.add(Json.fromTree(key, ObjectKey.class)));
      return new Entry(applied, touched);
    }
  }

  /// The entry of a component, if it has one.
  public Optional<Entry> read(String component) {
    return cluster
        .get(key(component))
        .map(secret -> secret.path("data").path("entry").asText())
        .map(text -> Entry.fromTree(Json.tree(unpack(Base64.getDecoder().decode(text)))));
  }

  public void write(String component, Entry entry) {
    cluster.ensureNamespace(namespace);
    ObjectNode secret = Json.object();
    secret.put("apiVersion", "v1").put("kind", "Secret").put("type", "bowline.io/inventory");
    ObjectNode metadata = secret.putObject("metadata");
    metadata.put("name", key(component).name()).put("namespace", namespace);
    metadata.putObject("labels").put("app.kubernetes.io/managed-by", "bowline");
    byte[] packed = pack(Json.canonical(entry.tree()));
    secret.putObject("data").put("entry", Base64.getEncoder().encodeToString(packed));
    Optional<String> seen =
        cluster
            .get(key(component))
            .map(there -> there.path("metadata").path("resourceVersion").asText());
    if (cluster.applyUnlessChanged(secret, seen).isEmpty()) {
      throw new StepException(
          "world-moved", "another runner wrote the inventory of " + component + " just now");
    }
  }

  public void remove(String component) {
    cluster.delete(key(component));
  }

  private ObjectKey key(String component) {
    return new ObjectKey("v1", "Secret", namespace, "bowline.inventory." + component);
  }

  private static byte[] pack(byte[] bytes) {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot refuse a write", e);
    }
    return packed.toByteArray();
  }

  private static byte[] unpack(byte[] packed) {
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] bytes = gzip.readNBytes(MAX_BYTES);
      if (gzip.read() >= 0) {
        throw new IOException("an inventory unpacks to more than " + MAX_BYTES + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("the inventory in the cluster cannot be read", e);
    }
  }
}
