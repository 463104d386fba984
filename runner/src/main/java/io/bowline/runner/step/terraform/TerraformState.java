package io.bowline.runner.step.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.kube.Cluster;
import io.bowline.runner.step.kube.ObjectKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/// State and lock of one component, as Terraform's kubernetes backend keeps them: a Secret and a
/// Lease in Bowline's own namespace.
final class TerraformState {
  private static final String LOCK_INFO = "app.terraform.io/lock-info";
  private static final Duration SKEW = Duration.ofSeconds(5);
  private static final int MAX_BYTES = 64 << 20;

  private final Cluster cluster;
  private final String namespace;
  private final String suffix;
  private final Path marker;
  private final Clock clock;

  /// @param marker file that is there while a run of ours may hold the lock
  TerraformState(Cluster cluster, String namespace, String suffix, Path marker, Clock clock) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.suffix = suffix;
    this.marker = marker;
    this.clock = clock;
  }

  /// The file that sends state here, whatever the module itself says.
  ObjectNode backend() {
    ObjectNode tree = Json.object();
    ObjectNode backend = tree.putObject("terraform").putObject("backend").putObject("kubernetes");
    backend.put("secret_suffix", suffix).put("namespace", namespace);
    backend.put("config_path", cluster.kubeconfig().toAbsolutePath().toString());
    return tree;
  }

  /// Which state it is: lineage and serial; `none` before the first apply.
  String version() {
    return read()
        .map(state -> state.path("lineage").asText() + "#" + state.path("serial").asLong())
        .orElse("none");
  }

  /// Whether Terraform manages anything here.
  boolean holdsResources() {
    return read().filter(state -> !state.path("resources").isEmpty()).isPresent();
  }

  /// All that Terraform manages here.
  List<Made> made() {
    return read().map(Made::of).orElseGet(List::of);
  }

  /// Values that the state marks as sensitive.
  Set<String> secrets() {
    var secrets = new HashSet<String>();
    read()
        .ifPresent(state -> {
          for (JsonNode output : state.path("outputs")) {
            if (output.path("sensitive").asBoolean()) {
              Sensitive.collect(output.path("value"), secrets);
            }
          }
          for (JsonNode instance : state.path("resources").findValues("instances")) {
            instance.forEach(one -> sensitiveIn(one, secrets));
          }
        });
    return secrets;
  }

  private static void sensitiveIn(JsonNode instance, Set<String> secrets) {
    for (JsonNode path : instance.path("sensitive_attributes")) {
      String attribute = path.path(0).path("value").asText();
      Sensitive.collect(instance.path("attributes").path(attribute), secrets);
    }
  }

  /// Forgets an empty state.
  void forget() {
    cluster.delete(secret());
    cluster.delete(lease());
  }

  /// Notes durably that a run of ours begins; the lock it takes is ours from now on.
  void running() {
    Json.writeDurably(marker, new Marker(hostName(), clock.instant().toString()));
  }

  /// The run has ended; a lock that it left, since it had to be killed, is freed.
  void ended() {
    Optional<ObjectNode> left = held().filter(lease -> isOurs(info(lease)));
    left.ifPresent(this::free);
    try {
      Files.deleteIfExists(marker);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + marker, e);
    }
  }

  /// Frees a lock that a killed run of ours has left.
  ///
  /// @throws StepException when somebody else holds it
  void freeOwnLock() {
    Optional<ObjectNode> held = held();
    if (held.isEmpty()) {
      return;
    }
    JsonNode info = info(held.get());
    if (!isOurs(info)) {
      throw new StepException(
          "state-locked",
          "the Terraform state of "
              + suffix
              + " is locked by "
              + info.path("Who").asText("somebody")
              + " since "
              + info.path("Created").asText("some time")
              + "; when nobody works there, run force-unlock "
              + info.path("ID").asText());
    }
    free(held.get());
  }

  private Optional<ObjectNode> held() {
    return cluster
        .get(lease())
        .filter(l -> !l.path("spec").path("holderIdentity").asText("").isEmpty());
  }

  private static JsonNode info(ObjectNode lease) {
    return Json.tree(lease.path("metadata").path("annotations").path(LOCK_INFO).asText("{}"));
  }

  private void free(ObjectNode held) {
    ObjectNode patch = Json.object();
    ObjectNode meta = patch.putObject("metadata");
    JsonNode metadata = held.path("metadata");
    meta.put("resourceVersion", metadata.path("resourceVersion").asText());
    meta.putObject("annotations").putNull(LOCK_INFO);
    patch.putObject("spec").putNull("holderIdentity");
    cluster.merge(lease(), patch);
  }

  private boolean isOurs(JsonNode info) {
    if (!Files.exists(marker)) {
      return false;
    }
    Marker mark = Json.read(marker, Marker.class);
    try {
      Instant created = Instant.parse(info.path("Created").asText());
      return info.path("Who").asText().endsWith("@" + mark.host())
          && !created.isBefore(Instant.parse(mark.since()).minus(SKEW));
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private Optional<JsonNode> read() {
    return cluster
        .get(secret())
        .map(secret -> secret.path("data").path("tfstate").asText(""))
        .filter(text -> !text.isEmpty())
        .map(text -> Json.tree(unpacked(Base64.getDecoder().decode(text))));
  }

  private ObjectKey secret() {
    return new ObjectKey("v1", "Secret", namespace, "tfstate-default-" + suffix);
  }

  private ObjectKey lease() {
    return new ObjectKey(
        "coordination.k8s.io/v1", "Lease", namespace, "lock-tfstate-default-" + suffix);
  }

  private static byte[] unpacked(byte[] packed) {
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return gzip.readNBytes(MAX_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException("the Terraform state in the cluster cannot be read", e);
    }
  }

  /// As Terraform itself finds it.
  private static String hostName() {
    Path kernel = Path.of("/proc/sys/kernel/hostname");
    try {
      return Files.exists(kernel)
          ? Files.readString(kernel).strip()
          : Optional.ofNullable(System.getenv("HOSTNAME")).orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read this machine's name", e);
    }
  }

  /// Who runs since when.
  private record Marker(String host, String since) {}
}
