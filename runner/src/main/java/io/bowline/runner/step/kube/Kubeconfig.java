package io.bowline.runner.step.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// A kubeconfig read as plain data by an allow-list: what it could execute, or weaken, is refused
/// (invariant 11).
final class Kubeconfig {
  private static final long MAX_BYTES = 1 << 20;
  private static final Set<String> CLUSTER_FIELDS =
      Set.of("server", "certificate-authority", "certificate-authority-data", "tls-server-name");
  private static final Set<String> USER_FIELDS =
      Set.of(
          "client-certificate",
          "client-certificate-data",
          "client-key",
          "client-key-data",
          "token",
          "tokenFile");

  private final Path folder;
  private final JsonNode cluster;
  private final JsonNode user;

  private Kubeconfig(Path folder, JsonNode cluster, JsonNode user) {
    this.folder = folder;
    this.cluster = cluster;
    this.user = user;
  }

  /// Reads the current context of a file.
  ///
  /// @throws StepException naming what is wrong with it
  static Kubeconfig read(Path file) {
    JsonNode tree = yaml(file);
    JsonNode context =
        named(tree.path("contexts"), tree.path("current-context").asText(), file).path("context");
    JsonNode cluster =
        named(tree.path("clusters"), context.path("cluster").asText(), file).path("cluster");
    JsonNode user = named(tree.path("users"), context.path("user").asText(), file).path("user");
    allow(cluster, CLUSTER_FIELDS, file);
    allow(user, USER_FIELDS, file);
    Path folder = file.toAbsolutePath().getParent();
    return new Kubeconfig(folder == null ? Path.of("/") : folder, cluster, user);
  }

  /// The client's own form.
  Config config() {
    var builder =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(cluster.path("server").asText())
            .withTrustCerts(false);
    pem(cluster, "certificate-authority")
        .ifPresent(pem -> builder.withCaCertData(Base64.getEncoder().encodeToString(pem)));
    pem(user, "client-certificate")
        .ifPresent(pem -> builder.withClientCertData(Base64.getEncoder().encodeToString(pem)));
    pem(user, "client-key")
        .map(ClientKey::of)
        .ifPresent(
            key -> builder.withClientKeyData(key.base64()).withClientKeyAlgo(key.algorithm()));
    if (user.has("tokenFile")) {
      Path file = folder.resolve(user.path("tokenFile").asText());
      builder.withOauthTokenProvider(() -> new String(bytes(file), UTF_8).strip());
    } else if (user.has("token")) {
      builder.withOauthToken(user.path("token").asText());
    }
    return builder.build();
  }

  private Optional<byte[]> pem(JsonNode from, String field) {
    if (from.has(field + "-data")) {
      return Optional.of(Base64.getMimeDecoder().decode(from.path(field + "-data").asText()));
    }
    return from.has(field)
        ? Optional.of(bytes(folder.resolve(from.path(field).asText())))
        : Optional.empty();
  }

  private static JsonNode named(JsonNode list, String name, Path file) {
    for (JsonNode item : list) {
      if (item.path("name").asText().equals(name)) {
        return item;
      }
    }
    throw refused(file, "names no '" + name + "'");
  }

  private static void allow(JsonNode fields, Set<String> allowed, Path file) {
    var others = new TreeSet<String>();
    fields.fieldNames().forEachRemaining(others::add);
    others.removeAll(allowed);
    if (!others.isEmpty()) {
      throw refused(
          file, "uses " + String.join(", ", others) + "; only certificates and tokens are taken");
    }
  }

  private static JsonNode yaml(Path file) {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    options.setAllowDuplicateKeys(false);
    try {
      Object data = new Yaml(new SafeConstructor(options)).load(new String(bytes(file), UTF_8));
      return Json.toTree(data == null ? Json.object() : data);
    } catch (YAMLException e) {
      throw refused(file, "is not YAML");
    }
  }

  private static byte[] bytes(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw refused(file, "is larger than " + MAX_BYTES + " bytes");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static StepException refused(Path file, String why) {
    return new StepException("kubeconfig-refused", "kubeconfig " + file + " " + why);
  }
}
